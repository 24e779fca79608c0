package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The source's funnels change while windows are open, told in order: a shorter window, a longer
 * one, a funnel that is gone and a broken one. What stands published is neither lost nor rewritten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChangedFunnelTest {
  private static final String[] WEEK = {"buy,1,view,168,", "buy,2,pay,168,"};
  private static final String[] DAY = {"buy,1,view,24,", "buy,2,pay,24,"};

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path source;
  private final Pipeline pipeline;

  ChangedFunnelTest(@TempDir Path folder) {
    this.source = folder.resolve("source");
    this.pipeline =
        Pipeline.overCsv(
            folder.resolve("pipeline"), source, "lookback_days: 1\nmetrics: [funnel_steps]\n");
  }

  private static LocalDate day(int n) {
    return LocalDate.of(2026, 3, n);
  }

  private Instant nightOf(int n) {
    company.write(source, day(n));
    return company.nightOf(day(n));
  }

  /** Somebody views something on each day, and pays three days later. */
  @BeforeAll
  void twelveDaysArePublished() {
    for (int n = 1; n <= 24; n++) {
      String user = "u" + n;
      company.account(user, day(n)).active(user, day(n));
      company.did(user, "view", day(n)).did(user, "pay", day(n + 3));
    }
    company.funnels(WEEK);
    pipeline.night(nightOf(12));
  }

  @Test
  @Order(1)
  void publishesOpenCohortsWithTheirCountsSoFarAndNoRates() {
    assertThat(secondStep("window_seconds, users, rate_from_start, is_complete, is_final"))
        .contains(
            "2026-03-01|604800|1|1.0000000000|t|t",
            "2026-03-04|604800|1|1.0000000000|t|t",
            "2026-03-05|604800|1|1.0000000000|t|f",
            "2026-03-06|604800|1|null|f|f",
            "2026-03-12|604800|0|null|f|f")
        .hasSize(12);
  }

  @Test
  @Order(2)
  void keepsOpenWindowsAsTheyWereWhenTheFunnelGetsAShorterOne() {
    company.funnels(DAY);

    pipeline.night(nightOf(14));

    assertThat(secondStep("window_seconds, users, is_complete"))
        .contains(
            "2026-03-04|604800|1|t",
            "2026-03-07|604800|1|t",
            "2026-03-11|604800|1|f",
            "2026-03-12|86400|0|t",
            "2026-03-13|86400|0|t",
            "2026-03-14|86400|0|f")
        .hasSize(14);
    assertThat(restated()).isEmpty();
  }

  @Test
  @Order(3)
  void leavesPublishedDaysAloneWhenTheFunnelGetsALongerWindow() {
    company.funnels(WEEK);

    pipeline.night(nightOf(17));

    assertThat(secondStep("window_seconds, users, is_complete"))
        .contains(
            "2026-03-11|604800|1|f",
            "2026-03-12|86400|0|t",
            "2026-03-13|86400|0|t",
            "2026-03-14|604800|1|f",
            "2026-03-17|604800|0|f")
        .hasSize(17);
    assertThat(restated()).isEmpty();
  }

  @Test
  @Order(4)
  void goesOnWithTheOpenCohortsOfAFunnelThatIsGone() {
    company.funnels("buy,1,view,168,", "other,1,view,1,", "other,2,pay,1,");

    pipeline.night(nightOf(20));

    assertThat(secondStep("window_seconds, users, is_complete"))
        .contains("2026-03-11|604800|1|t", "2026-03-16|604800|1|f")
        .noneMatch(row -> row.compareTo("2026-03-17") > 0);
    assertThat(
            pipeline.rows("select min(entry_day) from metrics.funnel_steps where funnel = 'other'"))
        .containsExactly("2026-03-16");
    assertThat(pipeline.rows("select source_table, row_key, reason from pipeline.quarantine"))
        .containsExactly("funnels|buy|steps are [view] (must be two or more)");
  }

  @Test
  @Order(5)
  void asksOldDaysWhatTheFunnelAsksNowWhenABackfillIsAskedFor() {
    company.funnels(WEEK);

    pipeline.backfill(day(10), day(13), nightOf(20));

    assertThat(secondStep("window_seconds, users, is_complete"))
        .contains(
            "2026-03-09|604800|1|t",
            "2026-03-12|604800|1|t",
            "2026-03-13|604800|1|t",
            "2026-03-14|604800|1|f",
            "2026-03-20|604800|0|f")
        .hasSize(20);
    assertThat(restated()).contains("2026-03-12|requested", "2026-03-13|requested");
  }

  private List<String> secondStep(String columns) {
    return pipeline.rows(
        "select entry_day, %s from metrics.funnel_steps where funnel = 'buy' and step = 2 order by 1"
            .formatted(columns));
  }

  private List<String> restated() {
    return pipeline.rows(
        "select distinct key ->> 'entry_day', cause from pipeline.restatements"
            + " where table_name = 'funnel_steps' order by 1");
  }
}
