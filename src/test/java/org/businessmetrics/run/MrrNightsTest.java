package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.businessmetrics.run.Company.Subscribed;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A subscription is found out about when days on which it ran are final. */
class MrrNightsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 2, 20);

  private static final String KEYS =
      """
      lookback_days: 3
      metrics: [subscriptions_daily, mrr_movements, churn]
      """;

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path source;
  private final Pipeline pipeline;

  MrrNightsTest(@TempDir Path folder) {
    this.source = folder.resolve("source");
    this.pipeline = Pipeline.overCsv(folder.resolve("pipeline"), source, KEYS);
  }

  @Test
  void finalDaysStayAndEveryOpeningIsTheClosingBefore() {
    company.account("bob", day(1)).account("ann", day(1));
    company.subscribed(new Subscribed("s1", "bob", company.noon(day(1))), 0);
    company.subscribed(new Subscribed("s2", "ann", company.noon(day(3))), 6);
    pipeline.night(nightOf(6));
    pipeline.night(nightOf(8));
    assertThat(days()).startsWith("2026-02-20|0|10|0|10").hasSize(8);

    pipeline.night(nightOf(9));
    assertThat(days())
        .as("ann pays since the third day, and the sixth is the first that is provisional")
        .containsExactly(
            "2026-02-20|0|10|0|10",
            "2026-02-21|10|0|0|10",
            "2026-02-22|10|0|0|10",
            "2026-02-23|10|0|0|10",
            "2026-02-24|10|0|0|10",
            "2026-02-25|10|0|10|20",
            "2026-02-26|20|0|0|20",
            "2026-02-27|20|0|0|20",
            "2026-02-28|20|0|0|20");
    assertThat(
            pipeline.rows(
                "select distinct cause from metrics.restatements where table_name = 'mrr_movements'"))
        .containsExactly("late_data");

    assertThat(restatedDays())
        .as("the correction names the final days that it is about")
        .containsExactly(
            "2026-02-25|2026-02-22|USD|1|0|10",
            "2026-02-25|2026-02-23|USD|1|0|10",
            "2026-02-25|2026-02-24|USD|1|0|10");
    assertThat(pipeline.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("3 from 2026-02-22 to 2026-02-24"));

    List<String> before = days();
    pipeline.night(nightOf(10));
    assertThat(days()).startsWith(before.toArray(String[]::new)).endsWith("2026-03-01|20|0|0|20");

    pipeline.backfill(day(4), day(5), nightOf(10));
    assertThat(days())
        .as("told anew from the fourth day on, to the last")
        .startsWith("2026-02-20|0|10|0|10", "2026-02-21|10|0|0|10", "2026-02-22|10|0|0|10")
        .containsSequence("2026-02-23|10|0|10|20", "2026-02-24|20|0|0|20", "2026-02-25|20|0|0|20");

    assertThat(restatedDays())
        .as("of the days before the fourth")
        .hasSize(4)
        .contains("2026-02-23|2026-02-22|USD|1|0|10");

    pipeline.backfill(day(1), day(10), nightOf(10));
    assertThat(restatedDays()).as("nothing stands that is not told anew").hasSize(4);
    assertThat(days()).containsSequence("2026-02-21|10|0|0|10", "2026-02-22|10|10|0|20");
    assertThat(
            pipeline.rows("select count(*) from metrics.mrr_movements where restatement_mrr <> 0"))
        .containsExactly("0");

    company.remove("bob");
    new Forgetting(pipeline.at(nightOf(10).plusSeconds(1))).forget("bob", false);
    pipeline.night(nightOf(11));
    assertThat(days())
        .as("who was forgotten leaves what was published, and is corrected away")
        .contains("2026-02-26|20|0|0|20", "2026-02-27|20|0|-10|10")
        .endsWith("2026-03-02|10|0|0|10");
  }

  private static LocalDate day(int n) {
    return FIRST.plusDays(n - 1L);
  }

  private Instant nightOf(int n) {
    company.write(source, day(n));
    return company.nightOf(day(n));
  }

  private List<String> restatedDays() {
    return pipeline.rows(
        "select booked_on, day, currency, subscriptions, trim_scale(mrr_before), trim_scale(mrr_now)"
            + " from metrics.restated_days order by booked_on desc, day");
  }

  private List<String> days() {
    return pipeline.rows(
        "select period_start, trim_scale(opening_mrr), trim_scale(new_mrr),"
            + " trim_scale(restatement_mrr), trim_scale(closing_mrr) from metrics.mrr_movements_total"
            + " where grain = 'day' order by 1");
  }
}
