package org.businessmetrics.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.ContractReport;
import scala.jdk.javaapi.CollectionConverters;

/** The job's {@code activity_where}, looked at without starting Spark. */
final class ActivityPredicate {
  private static final List<String> COLUMNS =
      Canonical.relation(Canonical.ACTIVITY).columns().stream().map(CanonicalColumn::name).toList();

  private ActivityPredicate() {}

  /** Reports a predicate that does not parse or asks for a column that activity has not. */
  static void check(String predicate, ContractReport report) {
    try {
      Expression parsed = new CatalystSqlParser().parseExpression(predicate);
      for (String column : columns(parsed)) {
        if (!COLUMNS.contains(column.toLowerCase(Locale.ROOT))) {
          report.misconfiguration(
              "Invalid activity_where: no column '%s' in activity (it has %s)"
                  .formatted(column, String.join(", ", COLUMNS)));
        }
      }
    } catch (Exception e) { // Scala declares no checked exception: it is a ParseException
      report.misconfiguration(
          "Invalid activity_where: '%s' is no Spark SQL predicate (as in kind <> 'heartbeat'): %s"
              .formatted(predicate, firstSentence(e)));
    }
  }

  private static List<String> columns(Expression expression) {
    List<String> found = new ArrayList<>();
    if (expression instanceof UnresolvedAttribute attribute) {
      found.add(
          CollectionConverters.asJava(attribute.nameParts()).stream()
              .collect(Collectors.joining(".")));
    }
    CollectionConverters.asJava(expression.children())
        .forEach(child -> found.addAll(columns(child)));
    return found;
  }

  private static String firstSentence(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }
}
