package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.businessmetrics.run.Company.Attempt;
import org.businessmetrics.testing.Pipeline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of attempts are overwritten when these end: inside the lookback, and after it. */
class PaymentAttemptsTest {
  private final Company company = Company.in(ZoneOffset.UTC);
  private final Path source;
  private final Pipeline pipeline;

  PaymentAttemptsTest(@TempDir Path folder) {
    this.source = folder.resolve("source");
    this.pipeline = Pipeline.overCsv(folder.resolve("pipeline"), source, "lookback_days: 1\n");
  }

  @Test
  void countsAnAttemptOnceWheneverItEnds() {
    company.account("ann", day(1)).account("bob", day(1)).account("cid", day(1));
    company.active("ann", day(1), day(2), day(3), day(4));
    attempt("soon", "ann", null, 1, 2, "succeeded");
    attempt("late", "cid", null, 1, 4, "succeeded");
    attempt("failed", "bob", "in_1", 1, 1, "failed");
    attempt("recovered", "bob", "in_1", 4, 4, "succeeded");

    night(1);
    assertThat(counts()).containsExactly("1|1|0|2|0");
    night(2);
    assertThat(counts()).containsExactly("1|1|0|1|0", "2|1|1|0|0");
    night(3);
    night(4);
    assertThat(counts()).containsExactly("1|1|0|1|1", "2|1|1|0|0", "3|0|0|0|0", "4|2|2|0|0");
    assertThat(restatements()).containsExactly("1|pending|2|1|late_data");
    assertThat(pipeline.rows("select data_version from metrics.days order by day limit 1"))
        .containsExactly("2");

    pipeline.backfill(day(1), day(4), company.nightOf(day(4)));
    assertThat(counts()).containsExactly("1|1|0|0|1", "2|1|1|0|0", "3|0|0|0|0", "4|2|2|0|0");
    assertThat(restatements())
        .containsExactly("1|pending|2|1|late_data", "1|pending|1|0|requested");
  }

  private List<String> counts() {
    return pipeline.rows(
        """
        select extract(day from day), attempts, succeeded, pending, recovered_30d
        from metrics.payments_daily order by day
        """);
  }

  private List<String> restatements() {
    return pipeline.rows(
        """
        select extract(day from (key ->> 'day')::date), column_name, old_value, new_value, cause
        from pipeline.restatements where table_name = 'payments_daily' order by id
        """);
  }

  private void attempt(
      String id, String user, @Nullable String invoice, int created, int ended, String status) {
    company.attempt(
        new Attempt(
            id,
            user,
            invoice,
            company.noon(day(created)),
            company.noon(day(ended)),
            status,
            "10.00",
            "USD"),
        0);
  }

  private void night(int n) {
    company.write(source, day(n));
    pipeline.night(company.nightOf(day(n)));
  }

  private static LocalDate day(int n) {
    return LocalDate.of(2026, 2, n);
  }
}
