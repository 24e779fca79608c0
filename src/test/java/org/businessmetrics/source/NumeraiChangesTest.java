package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** What the application's source makes of the payment provider's events. */
class NumeraiChangesTest {
  private static final String MONTHLY =
      "\"price\": {\"id\": \"price_p\", \"currency\": \"usd\", \"unit_amount\": 1999,"
          + " \"recurring\": {\"interval\": \"month\", \"interval_count\": 1}}";

  private final DatabaseAddress application = TestSource.application();

  NumeraiChangesTest() {
    TestDatabase.execute(application, "delete from webhook_events");
  }

  @Test
  void aWholeObjectOfTheOldShapeGivesEveryColumn() {
    event(
        "updated",
        "evt_1",
        "1738368000",
        """
        "customer": "cus_1", "status": "active", "created": 1736467200, "currency": "usd",
        "current_period_end": 1740787200, "cancel_at_period_end": true, "canceled_at": 1738367000,
        "cancellation_details": {"reason": "cancellation_requested"}, "trial_start": 1736467200,
        "trial_end": 1737000000, "metadata": {"plan": "elite"},
        "items": {"data": [{"quantity": 2, %s}]}
        """
            .formatted(MONTHLY));
    assertThat(copied())
        .containsExactly(
            "evt_1,2025-02-01 00:00:00+00,10000000-0000-4000-8000-000000000001,"
                + "00000000-0000-4000-8000-000000000001,active,,USD,19.99,month,1,2,"
                + "2025-01-10 00:00:00+00,2025-03-01 00:00:00+00,t,2025-01-31 23:43:20+00,,,price_p,"
                + "voluntary,2025-01-10 00:00:00+00,2025-01-16 04:00:00+00,0,2025-12-31 00:00:00+00");
  }

  @Test
  void theNewShapeKeepsThePeriodInItsItem() {
    event(
        "updated",
        "evt_1",
        "1738368000",
        """
        "customer": {"id": "cus_1"}, "status": "active", "created": 1736467200, "currency": "usd",
        "cancel_at": null, "items": {"data": [{"current_period_end": 1740787200, %s}]}
        """
            .formatted(MONTHLY));
    assertThat(column("current_period_end")).containsExactly("2025-03-01 00:00:00+00");
    assertThat(column("cancel_at_period_end")).containsExactly("f");
    assertThat(column("quantity")).containsExactly("1");
  }

  @Test
  void aPauseIsAStatusOfItsOwn() {
    event(
        "updated",
        "evt_1",
        "1738368000",
        active("\"pause_collection\": {\"behavior\": \"void\"},"));
    event("resumed", "evt_2", "1738368001", active("\"pause_collection\": null,"));
    assertThat(column("status")).containsExactlyInAnyOrder("paused", "active");
  }

  @Test
  void onlyDiscountsThatRecurAndAreInForceCount() {
    event(
        "updated",
        "evt_1",
        "1",
        active(discount("\"percent_off\": 10, \"duration\": \"forever\"", "null")));
    event(
        "updated",
        "evt_2",
        "2",
        active(discount("\"amount_off\": 500, \"duration\": \"repeating\"", "9999999999")));
    event(
        "updated",
        "evt_3",
        "3",
        active(discount("\"amount_off\": 500, \"duration\": \"once\"", "null")));
    event(
        "updated",
        "evt_4",
        "4",
        active(discount("\"amount_off\": 500, \"duration\": \"repeating\"", "3")));
    event(
        "updated",
        "evt_5",
        "5",
        active(
            "\"discounts\": [{\"source\": {\"coupon\": {\"amount_off\": 100, \"duration\": \"forever\"}}}, \"di_1\"],"));
    assertThat(numbers("change_id", "discount_amount"))
        .containsExactly("evt_1 1.999", "evt_2 5", "evt_3 0", "evt_4 0", "evt_5 1");
  }

  @Test
  void severalItemsAreOneWhoseOthersAreADiscountBelowZeroAndUsageIsNone() {
    event(
        "updated",
        "evt_1",
        "1",
        """
        "customer": "cus_1", "status": "active", "created": 1, "currency": "usd", "items": {"data": [
          {"quantity": 3, "price": {"id": "seat", "currency": "usd", "unit_amount": 500, "recurring": {"interval": "month", "interval_count": 1}}},
          {"quantity": 1, %s},
          {"price": {"id": "use", "currency": "usd", "unit_amount": 7, "recurring": {"interval": "month", "interval_count": 1, "usage_type": "metered"}}}]}
        """
            .formatted(MONTHLY));
    event(
        "updated",
        "evt_2",
        "2",
        """
        "customer": "cus_1", "status": "active", "created": 1, "currency": "usd", "items": {"data": [
          {"price": {"id": "y", "currency": "usd", "unit_amount": 500, "recurring": {"interval": "year", "interval_count": 1}}},
          {"quantity": 1, %s}]}
        """
            .formatted(MONTHLY));
    assertThat(numbers("change_id", "price_id", "amount", "quantity", "discount_amount").get(0))
        .isEqualTo("evt_1 price_p 19.99 1 -15");
    assertThat(numbers("change_id", "price_id", "amount").get(1)).isEqualTo("evt_2 - -");
  }

  @Test
  void amountsAreInTheMainUnitOfTheirCurrency() {
    for (String currency : List.of("usd", "jpy", "kwd")) {
      event(
          "updated",
          "evt_" + currency,
          "1",
          """
          "customer": "cus_1", "status": "active", "created": 1, "currency": "%1$s", "items": {"data": [
            {"price": {"id": "p", "currency": "%1$s", "unit_amount": 1200, "recurring": {"interval": "year", "interval_count": 2}}}]}
          """
              .formatted(currency));
    }
    assertThat(numbers("currency", "amount", "interval", "interval_count"))
        .containsExactly("JPY 1200 year 2", "KWD 1.2 year 2", "USD 12 year 2");
  }

  @Test
  void whatIsNoEventAtAllComesWithNothingInItAndBreaksNothing() {
    TestDatabase.execute(
        application,
        """
        insert into webhook_events (stripe_event_id, event_type, payload) values
          ('evt_1', 'customer.subscription.updated', '"text"'),
          ('evt_2', 'customer.subscription.updated', '[]'),
          ('evt_3', 'customer.subscription.updated', '{"created": "soon", "data": {"object": {"customer": 7,
            "items": {"data": {}}, "discounts": {}, "cancel_at": -1, "status": []}}}'),
          ('evt_4', 'customer.subscription.updated', '{"created": 1, "data": {"object": {"customer": "nobody", "status": "active",
            "created": 1, "items": {"data": [null, 1, {"price": {"unit_amount": "lots"}}]}}}}'),
          ('evt_5', 'charge.refunded', '{}')
        """);
    assertThat(column("change_id")).containsExactlyInAnyOrder("evt_1", "evt_2", "evt_3", "evt_4");
    assertThat(column("subscription_id")).containsOnly("");
  }

  private void event(String type, String id, String created, String object) {
    TestDatabase.execute(
        application,
        """
        insert into webhook_events (stripe_event_id, event_type, payload) values
          ('%1$s', 'customer.subscription.%2$s', '{"id": "%1$s", "created": %3$s, "data": {"object": {%4$s}}}')
        """
            .formatted(id, type, created, object));
  }

  private static String active(String more) {
    return "%s \"customer\": \"cus_1\", \"status\": \"active\", \"created\": 1, \"currency\": \"usd\", \"items\": {\"data\": [{%s}]}"
        .formatted(more, MONTHLY);
  }

  private static String discount(String coupon, String end) {
    return "\"discount\": {\"coupon\": {%s}, \"end\": %s},".formatted(coupon, end);
  }

  private List<String> copied() {
    PostgresSource source = Source.postgres(TestSource.NUMERAI, application, TestSource.settings());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      snapshot.copy(Canonical.SUBSCRIPTION_CHANGES, Optional.empty(), out);
    }
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst(",0\\.0+,(?=[^,]*$)", ",0,"))
        .sorted()
        .toList();
  }

  private List<String> column(String name) {
    return numbers(name).stream().map(value -> value.equals("-") ? "" : value).toList();
  }

  /** Values of the columns of each row; a number without the zeros at its end, none as a minus. */
  private List<String> numbers(String... names) {
    List<String> columns =
        Canonical.relation(Canonical.SUBSCRIPTION_CHANGES).columns().stream()
            .map(column -> column.name())
            .toList();
    return copied().stream()
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                String.join(
                    " ",
                    java.util.Arrays.stream(names)
                        .map(name -> plain(cells[columns.indexOf(name)]))
                        .toList()))
        .sorted()
        .toList();
  }

  private static String plain(String value) {
    if (value.isEmpty()) {
      return "-";
    }
    return value.matches("-?[0-9]+[.][0-9]+") ? value.replaceFirst("[.]?0+$", "") : value;
  }
}
