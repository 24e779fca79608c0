package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.businessmetrics.run.Company.Payment;
import org.businessmetrics.testing.Pipeline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Money that goes back: months later, in parts, and nobody knows how much. */
class RefundsTest {
  private static final LocalDate PAID = LocalDate.of(2026, 1, 5);
  private static final LocalDate REFUNDED = LocalDate.of(2026, 4, 10);

  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path source;
  private final Pipeline pipeline;

  RefundsTest(@TempDir Path folder) {
    this.source = folder.resolve("source");
    this.pipeline = Pipeline.overCsv(folder.resolve("pipeline"), source, "");
  }

  @Test
  void countOnTheirOwnDaysAndOnlyWhatIsKnown() {
    company.account("ann", PAID).active("ann", PAID);
    payment("subscription", "s1", "charge", PAID, "20.00");
    payment("one-off", null, "charge", PAID, "50.00");
    payment("first part", "s1", "refund", REFUNDED, "5.00");
    payment("second part", "s1", "refund", REFUNDED.plusDays(1), "15.00");
    payment("of the one-off", null, "refund", REFUNDED.plusDays(1), "7.50");
    for (int i = 0; i < 12; i++) {
      payment("unknown " + i, null, "refund", REFUNDED.plusDays(1), "");
    }

    night(REFUNDED.minusDays(1));
    assertThat(days()).containsExactly("2026-01-05|70.00|0.00|70.00|20.00|50.00");
    night(REFUNDED);
    assertThat(pipeline.warnings()).noneMatch(warning -> warning.contains("refunds"));
    night(REFUNDED.plusDays(1));

    assertThat(days())
        .containsExactly(
            "2026-01-05|70.00|0.00|70.00|20.00|50.00",
            "2026-04-10|0.00|5.00|-5.00|-5.00|0.00",
            "2026-04-11|0.00|22.50|-22.50|-15.00|-7.50");
    assertThat(pipeline.warnings())
        .anyMatch(
            warning -> warning.startsWith("Nobody knows how much 12 refunds gave back: they are"));
    assertThat(
            pipeline.rows(
                "select source_table, reason, count(*) from pipeline.quarantine group by 1, 2"))
        .containsExactly("payments|refund of unknown amount|12");
    assertThat(pipeline.rows("select * from pipeline.restatements")).isEmpty();
  }

  private List<String> days() {
    return pipeline.rows(
        """
        select day, round(gross, 2), round(refunds, 2), round(net, 2), round(subscription_net, 2),
          round(one_off_net, 2)
        from metrics.revenue_daily where gross > 0 or refunds > 0 order by day
        """);
  }

  private void payment(
      String id, @Nullable String subscription, String kind, LocalDate day, String amount) {
    company.payment(
        new Payment(id, "ann", subscription, company.noon(day), kind, "succeeded", amount, "USD"),
        0);
  }

  private void night(LocalDate day) {
    company.write(source, day);
    pipeline.night(company.nightOf(day));
  }
}
