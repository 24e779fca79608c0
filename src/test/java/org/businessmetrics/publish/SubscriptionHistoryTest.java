package org.businessmetrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.MigratedStore;
import org.businessmetrics.publish.SubscriptionHistory.WhenEmpty;
import org.junit.jupiter.api.Test;

class SubscriptionHistoryTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 5);
  private static final Instant DAY_START = Instant.parse("2026-03-05T00:00:00Z");
  private static final Instant FIRST = Instant.parse("2026-03-06T01:17:00Z");
  private static final Instant SECOND = Instant.parse("2026-03-07T01:17:00Z");
  private static final Instant THIRD = Instant.parse("2026-03-08T01:17:00Z");

  private final MigratedStore database = MigratedStore.create();
  private final SubscriptionHistory history = new SubscriptionHistory(database.store());

  @Test
  void keepsWhatTheSourceOverwrites() {
    assertThat(take(FIRST, row("s1", "active", "basic"), row("s2", "trialing", "elite")))
        .isEqualTo(new Snapshot(true, 2, 2, 0, 0));
    assertThat(take(SECOND, row("s1", "canceled", "basic"), row("s2", "trialing", "elite")))
        .isEqualTo(new Snapshot(true, 2, 0, 1, 0));
    assertThat(take(THIRD, row("s1", "canceled", "basic")))
        .isEqualTo(new Snapshot(true, 1, 0, 0, 1));
    assertThat(
            rows(
                "subscription_id, status, seen_from at time zone 'UTC', seen_until at time zone 'UTC', holds_from at time zone 'UTC'"))
        .containsExactly(
            "s1|active|2026-03-06 01:17:00|2026-03-07 01:17:00|2026-03-05 00:00:00",
            "s1|canceled|2026-03-07 01:17:00|-|2026-03-07 01:17:00",
            "s2|trialing|2026-03-06 01:17:00|2026-03-08 01:17:00|2026-03-05 00:00:00");
    assertThat(
            database.rows(
                "select day, rows, added, changed, vanished from pipeline.subscription_snapshots order by taken_at"))
        .containsExactly("2026-03-05|2|2|0|0", "2026-03-05|2|0|1|0", "2026-03-05|1|0|0|1");
  }

  @Test
  void keepsTheWholeRow() {
    take(
        FIRST,
        "s1,u1,active,premium,usd,19.99,month,1,2,2026-01-01T00:00:00Z,2026-04-01T00:00:00Z,t,"
            + "2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-03T00:00:00Z,price_1,voluntary,"
            + "2025-12-01T00:00:00Z,2025-12-15T00:00:00Z,1.5,2026-03-04T00:00:00Z");
    assertThat(
            rows(
                "user_id, plan, currency, amount, \"interval\", interval_count, quantity, cancel_at_period_end, price_id, cancellation_reason, discount_amount, extract(epoch from updated_at - started_at)"))
        .containsExactly("u1|premium|USD|19.99|month|1|2|t|price_1|voluntary|1.5|5356800.000000");
  }

  @Test
  void copyingTheSameAgainWritesNoRow() {
    take(FIRST, row("s1", "active", "basic"));
    List<String> before = rows("xmin, subscription_id");
    assertThat(take(SECOND, row("s1", "active", "basic")))
        .isEqualTo(new Snapshot(true, 1, 0, 0, 0));
    assertThat(rows("xmin, subscription_id")).isEqualTo(before);
  }

  @Test
  void aSubscriptionThatComesBackGetsANewRow() {
    take(FIRST, row("s1", "active", "basic"), row("s2", "active", "basic"));
    take(SECOND, row("s2", "active", "basic"));
    take(THIRD, row("s1", "active", "basic"), row("s2", "active", "basic"));
    assertThat(rows("subscription_id, seen_until is null")).containsExactly("s1|f", "s1|t", "s2|t");
  }

  @Test
  void anInstantThatWasCopiedOrIsPastWritesNothing() {
    take(SECOND, row("s1", "active", "basic"));
    assertThat(take(SECOND, row("s1", "canceled", "basic")).taken()).isFalse();
    assertThat(take(FIRST, row("s1", "canceled", "basic")).taken()).isFalse();
    assertThat(rows("subscription_id, status")).containsExactly("s1|active");
  }

  @Test
  void aTableThatWasEmptiedDoesNotCloseEverything() {
    String[] ten =
        IntStream.range(0, 10)
            .mapToObj(i -> row("s" + i, "active", "basic"))
            .toArray(String[]::new);
    take(FIRST, ten);
    assertThatThrownBy(() -> take(SECOND))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.REFUSED))
        .hasMessageContaining("no subscriptions at all, the history 10 current ones");
    assertThat(rows("seen_until is null")).containsOnly("t").hasSize(10);
    Snapshot accepted = history.snapshot(csv(), SECOND, DAY, DAY_START, WhenEmpty.CLOSE_ALL);
    assertThat(accepted.vanished()).isEqualTo(10);
    assertThat(rows("seen_until is null")).containsOnly("f");
  }

  @Test
  void aFewSubscriptionsMayVanish() {
    take(FIRST, row("s1", "active", "basic"));
    assertThat(take(SECOND).vanished()).isEqualTo(1);
  }

  @Test
  void refusesASubscriptionThatIsThereTwice() {
    assertThatThrownBy(
            () -> take(FIRST, row("s1", "active", "basic"), row("s1", "canceled", "basic")))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.SOURCE_CONTRACT))
        .hasMessageContaining("gives subscription s1 more than once");
    assertThat(rows("subscription_id")).isEmpty();
  }

  @Test
  void refusesRowsThatItCannotRead() {
    assertThatThrownBy(() -> take(FIRST, row("s1", "active", "basic").replace("9.99", "cheap")))
        .isInstanceOfSatisfying(Failure.class, is(ExitCode.SOURCE_CONTRACT))
        .hasMessageContaining("\"cheap\"");
  }

  @Test
  void anOddCurrencyDoesNotCostTheNight() {
    take(FIRST, row("s1", "active", "basic").replace("usd", "dollars"));
    assertThat(rows("subscription_id, currency")).containsExactly("s1|-");
  }

  private Snapshot take(Instant at, String... rows) {
    return history.snapshot(csv(rows), at, DAY, DAY_START);
  }

  private static InputStream csv(String... rows) {
    String text = rows.length == 0 ? "" : String.join("\n", rows) + "\n";
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String row(String id, String status, String plan) {
    return "%s,u-%s,%s,%s,usd,9.99,month,1,1,2026-01-01T00:00:00Z,,f,,,,,,,,,2026-01-01T00:00:00Z"
        .formatted(id, id, status, plan);
  }

  private List<String> rows(String columns) {
    return database.rows(
        "select %s from pipeline.subscription_observations order by subscription_id, seen_from"
            .formatted(columns));
  }

  private static Consumer<Failure> is(ExitCode exitCode) {
    return failure -> assertThat(failure.exitCode()).isEqualTo(exitCode);
  }
}
