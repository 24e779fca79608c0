package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is old goes, and later nights and backfills need nothing of it. */
class KeepingTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final LocalDate LAST = FIRST.plusDays(6);
  private static final String KEYS =
      """
      lookback_days: 1
      metrics: [active_users_daily, revenue_daily]
      keep: {state_days: 2, superseded_runs: 1, quarantine_days: 3, reports_days: 30}
      """;

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path source;
  private final Pipeline pipeline;
  private final Pipeline rebuilt;

  KeepingTest(@TempDir Path folder) {
    this.source = folder.resolve("source");
    this.pipeline = Pipeline.overCsv(folder.resolve("pipeline"), source, KEYS);
    this.rebuilt = Pipeline.overCsv(folder.resolve("rebuilt"), source, KEYS);
    for (String user : List.of("ann", "bob", "cem")) {
      company.account(user, FIRST).active(user, FIRST);
    }
    for (int day = 1; day <= 8; day++) {
      company.active(List.of("ann", "bob").get(day % 2), FIRST.plusDays(day));
      company.charge("ann", FIRST.plusDays(day), "1.00");
    }
    company.brokenVisit("ann,no time,visit,");
  }

  @Test
  void deletesWhatIsOldAndNothingThatIsNeeded() throws IOException {
    for (int day = 2; day <= 6; day++) {
      night(FIRST.plusDays(day));
    }
    Path reports = Files.createDirectories(pipeline.output().resolve("reports"));
    Files.writeString(reports.resolve("business-metrics-2026-02-05.pdf"), "old");
    Files.writeString(reports.resolve("business-metrics-2026-02-06-2.png"), "young enough");
    Files.writeString(reports.resolve("notes.pdf"), "of no day");
    Path mail = pipeline.output().resolve("mail/business-metrics");
    Files.createDirectories(mail.resolve("2026-02-06"));
    Files.writeString(Files.createDirectories(mail.resolve("2026-02-05")).resolve("a.eml"), "told");
    List<String> files = files();
    Keeping keeping = new Keeping(pipeline.at(company.nightOf(LAST)));

    Map<String, Long> counted = keeping.collect(true);
    assertThat(counted)
        .containsKeys("bytes of superseded facts and old states", "rows in quarantine")
        .containsEntry("bytes of old reports", 3L)
        .containsEntry("bytes of old mail", 4L);
    assertThat(files()).isEqualTo(files);
    assertThat(states()).hasSize(5);

    assertThat(keeping.collect(false)).isEqualTo(counted);
    assertThat(states()).containsExactly("2026-03-06", "2026-03-07");
    assertThat(
            pipeline.rows(
                "select fact, day from pipeline.fact_versions where not is_current"
                    + " group by 1, 2 having count(*) > 1"))
        .isEmpty();
    assertThat(folders()).containsAll(paths("rows > 0")).isSubsetOf(paths("true"));
    assertThat(Stream.of(reports.toFile().list()))
        .containsExactlyInAnyOrder("business-metrics-2026-02-06-2.png", "notes.pdf");
    assertThat(mail.toFile().list()).containsExactly("2026-02-06");
    assertThat(keeping.collect(false)).isEmpty();

    night(LAST.plusDays(1));
    Instant later = company.nightOf(LAST.plusDays(2));
    company.write(source, LAST.plusDays(2));
    pipeline.backfill(FIRST.plusDays(1), FIRST.plusDays(2), later);
    pipeline.night(later);
    rebuilt.night(later);
    SameTables.assertSame(pipeline, rebuilt);
  }

  private void night(LocalDate day) {
    company.write(source, day);
    pipeline.night(company.nightOf(day));
  }

  private List<String> states() {
    return pipeline.rows(
        "select day from pipeline.fact_versions where fact = 'user_state' and is_current order by 1");
  }

  private List<String> paths(String where) {
    return pipeline.rows("select distinct path from pipeline.fact_versions where " + where);
  }

  /** The folders of facts that are there. */
  private List<String> folders() throws IOException {
    try (Stream<Path> all = Files.walk(pipeline.facts())) {
      return all.filter(file -> file.getFileName().toString().startsWith("run="))
          .map(file -> pipeline.facts().relativize(file).toString())
          .toList();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(pipeline.facts())) {
      return all.map(Path::toString).sorted().toList();
    }
  }
}
