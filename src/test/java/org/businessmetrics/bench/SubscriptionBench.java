package org.businessmetrics.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first run over three years of subscriptions, about ten invoices each, and quiet nights after
 * it; the MRR at the end of each month is what the paid periods cost: {@code mvn test -P bench
 * -Dtest=SubscriptionBench -Dbench.subscriptions=1000000}.
 */
class SubscriptionBench {
  private final long subscriptions = Long.getLong("bench.subscriptions", 1_000_000);
  private final int nights = Integer.getInteger("bench.nights", 1);
  private final int rangeDays = Integer.getInteger("bench.range", 366);

  @Test
  void printsHowLongTheFirstRunAndANightTake(@TempDir Path folder) throws Exception {
    System.out.printf("%,d subscriptions over three years%n", subscriptions);
    BenchedRuns runs =
        new BenchedRuns(
            folder,
            "subscriptions.sql",
            Map.of("subscriptions", subscriptions),
            """
            range_days: %d
            """
                    .formatted(rangeDays)
                + Pipeline.SAMPLE_PRICES);
    List<String> expected = new ArrayList<>();
    Duration textbook = runs.textbook("paid_periods.sql", expected);
    runs.print(Instant.parse("2026-04-01T06:00:00Z"), nights, Optional.of(textbook));
    assertThat(
            runs.pipeline()
                .rows(
                    """
                    select period_end, trim_scale(closing_mrr) from metrics.mrr_movements
                    where grain = 'month' and plan = 'all' and period_end <= date '2026-03-31' order by 1
                    """))
        .isEqualTo(expected);
  }
}
