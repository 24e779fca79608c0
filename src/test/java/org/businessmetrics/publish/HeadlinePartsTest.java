package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.FrameworkColumns;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.catalog.Metric.Column;
import org.businessmetrics.catalog.Metric.Headline;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.ledger.Sql;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What people are told is divided by what, held against the rows that the cases expect. */
class HeadlinePartsTest {
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  private final Catalog catalog = Catalog.load(Path.of("sql", "metrics"));
  private final MigratedStore database = MigratedStore.create();

  @TestFactory
  Stream<DynamicTest> everyRateIsItsNumeratorByItsDenominator() throws IOException {
    new MetricTables(database.store()).prepare(catalog.metrics());
    List<DynamicTest> tests = new ArrayList<>();
    for (Metric metric : catalog.metrics()) {
      List<Headline> fractions = metric.headlines().stream().filter(Headline::isFraction).toList();
      for (Path each : fractions.isEmpty() ? List.<Path>of() : cases(metric)) {
        tests.add(
            DynamicTest.dynamicTest(
                metric.name() + " " + each.getFileName(), () -> check(metric, fractions, each)));
      }
    }
    return tests.stream();
  }

  private void check(Metric metric, List<Headline> fractions, Path each) throws IOException {
    List<String> statements = new ArrayList<>();
    statements.add("truncate " + Sql.list(catalog.metrics(), known -> "metrics." + known.table()));
    for (Metric known : catalog.metrics()) {
      statements.addAll(inserts(known, each.resolve("given").resolve(known.name() + ".csv")));
    }
    statements.addAll(inserts(metric, each.resolve("expected.csv")));
    database.execute(String.join(";\n", statements));
    boolean canBeOpen = metric.columns().stream().anyMatch(c -> c.name().equals("is_complete"));
    for (Headline headline : fractions) {
      if (!canBeHeldAgainst(each, headline)) {
        continue;
      }
      String rows =
          """
          select * from (
            select %s as period, (%s)::numeric as value, (%s)::numeric as numerator,
              (%s)::numeric as denominator, %s as is_complete
            from metrics.%s where %s
          ) as figure
          """
              .formatted(
                  metric.period().first(),
                  headline.value(),
                  headline.numerator().orElseThrow(),
                  headline.denominator().orElseThrow(),
                  canBeOpen ? "is_complete" : "true",
                  metric.table(),
                  headline.where().orElse("true"));
      assertThat(
              database.rows(
                  rows
                      + """
                      where case
                        when value is null then is_complete and numerator / nullif(denominator, 0) is not null
                        else coalesce(abs(value - numerator / nullif(denominator, 0)) > 0.000001, true)
                      end
                      """))
          .as(headline.name())
          .isEmpty();
    }
  }

  private static List<Path> cases(Metric metric) throws IOException {
    try (Stream<Path> folders = Files.list(metric.folder().resolve("cases"))) {
      return folders.sorted().toList();
    }
  }

  /** A sum over days before needs rows of them, which a case that begins later has not. */
  private static boolean canBeHeldAgainst(Path each, Headline headline) throws IOException {
    return !headline.numerator().orElseThrow().contains(" over (")
        || !Files.readString(each.resolve("case.yaml")).contains("source_first_day");
  }

  private static List<String> inserts(Metric metric, Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Map<String, String> types =
        Stream.concat(metric.columns().stream(), Stream.of(FrameworkColumns.IS_FINAL))
            .collect(Collectors.toMap(Column::name, Column::type));
    try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file), CSV)) {
      List<String> given = parser.getHeaderNames();
      boolean saysFinal = given.contains("is_final");
      return parser.stream()
          .map(row -> insert(metric.table(), given, types, row, saysFinal ? "" : ", is_final"))
          .toList();
    }
  }

  private static String insert(
      String table, List<String> given, Map<String, String> types, CSVRecord row, String missing) {
    return "insert into metrics.%s (%s, run_id%s) values (%s, gen_random_uuid()%s)"
        .formatted(
            table,
            String.join(", ", given),
            missing,
            Sql.list(
                given,
                column ->
                    "nullif(%s, '')::%s".formatted(Sql.text(row.get(column)), types.get(column))),
            missing.isEmpty() ? "" : ", false");
  }
}
