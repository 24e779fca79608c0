package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.testing.Survived;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events whose objects hold anything at all where something is expected. */
@Tag("faults")
class StrangeEventsTest {
  private static final int EVENTS = 20_000;
  private static final int DEEP = 900;
  private static final List<String> TYPES =
      List.of(
          "customer.subscription.updated",
          "customer.subscription.created",
          "charge.refunded",
          "invoice.paid",
          "invoice.payment_failed");
  private static final String OBJECT =
      """
      {"created": 1738368000, "data": {"object": {
        "id": "sub_1", "customer": "cus_1", "status": "active", "created": 1736467200,
        "currency": "usd", "current_period_end": 1740787200, "cancel_at_period_end": true,
        "canceled_at": 1738367000, "cancel_at": null, "ended_at": null, "pause_collection": null,
        "cancellation_details": {"reason": "cancellation_requested"}, "trial_start": 1736467200,
        "trial_end": 1737000000, "metadata": {"plan": "elite"},
        "discount": {"coupon": {"percent_off": 10, "duration": "forever"}, "end": null},
        "discounts": [{"source": {"coupon": {"amount_off": 100, "duration": "forever"}}}],
        "amount_refunded": 500, "amount": 1999, "amount_due": 1999, "amount_paid": 1999,
        "subscription": "sub_1", "charge": "ch_1", "payment_intent": "pi_1", "attempt_count": 2,
        "items": {"data": [{"quantity": 2, "price": {"id": "price_p", "currency": "usd",
          "unit_amount": 1999, "recurring": {"interval": "month", "interval_count": 1}}}]}}}}
      """;

  private final Random random = new Random(20261129);
  private final DatabaseAddress application = TestSource.application();

  @Test
  void everyEventIsReadAndNoneBreaksTheOthers() throws Exception {
    TestDatabase.execute(application, "delete from webhook_events");
    JsonNode good = new JsonMapper().readTree(OBJECT);
    int changes = 0;
    try (Connection connection = TestDatabase.connect(application);
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into webhook_events (stripe_event_id, event_type, payload)"
                    + " values (?, ?, ?::jsonb)")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < EVENTS; i++) {
        String type = TYPES.get(i % TYPES.size());
        changes += type.startsWith("customer.subscription") ? 1 : 0;
        insert.setString(1, "evt_" + i);
        insert.setString(2, type);
        insert.setString(3, strange(good).toString());
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
    PostgresSource source = Source.postgres(TestSource.NUMERAI, application, TestSource.settings());
    try (SourceSnapshot snapshot = source.snapshot(TestSource.NOW)) {
      for (String relation : source.relations()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.copy(relation, Optional.empty(), out);
        if (relation.equals(Canonical.SUBSCRIPTION_CHANGES)) {
          assertThat(
                  out.toString(StandardCharsets.UTF_8)
                      .lines()
                      .filter(line -> line.startsWith("evt_")))
              .hasSize(changes);
        }
      }
    }
    Survived.count("events with anything in them", EVENTS);
  }

  /** The same with some of its values replaced by others. */
  private JsonNode strange(JsonNode node) {
    if (random.nextInt(30) == 0) {
      return anything();
    }
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(
              field -> {
                if (random.nextInt(40) != 0) {
                  copy.set(field.getKey(), strange(field.getValue()));
                }
              });
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> copy.add(strange(element)));
      return copy;
    }
    return node;
  }

  private JsonNode anything() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(14)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(BigInteger.TEN.pow(random.nextInt(400)));
      case 3 -> nodes.numberNode(random.nextLong());
      case 4 -> nodes.numberNode(-random.nextInt(10_000));
      case 5 -> nodes.numberNode(random.nextGaussian() * 1e300);
      case 6 -> nodes.textNode("");
      case 7 -> nodes.textNode("1e400");
      case 8 -> nodes.textNode("NaN");
      case 9 -> nodes.textNode("2025-02-30 25:61");
      case 10 -> nodes.textNode("\u202e𝔘'; drop table users; --\n\"");
      case 11 -> nodes.objectNode();
      case 12 -> nodes.arrayNode().add(nodes.objectNode()).add(1).add("x");
      default -> {
        JsonNode deep = nodes.nullNode();
        for (int i = 0; i < DEEP; i++) {
          deep = nodes.arrayNode().add(deep);
        }
        yield deep;
      }
    };
  }
}
