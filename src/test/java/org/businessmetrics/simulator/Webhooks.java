package org.businessmetrics.simulator;

import java.time.Instant;

/** The provider's events as the application keeps them: whole, in the order of their arrival. */
final class Webhooks {
  private static final String INSERT =
      "insert into webhook_events values (?, ?, ?, ?::jsonb, true, null, ?, ?)";

  private final Customer customer;
  private String id = "";
  private String type = "";
  private String payload = "";

  Webhooks(Customer customer) {
    this.customer = customer;
  }

  void deliver(String eventType, Instant created, Instant arrives, String object) {
    id = "evt_%s_%d".formatted(customer.name, ++customer.events);
    type = eventType;
    payload = Json.event(id, eventType, created, object);
    insert(id, arrives);
  }

  /** The last event once more, under another id of the delivery. */
  void replay(Instant arrives) {
    insert(id + "_again", arrives);
  }

  private void insert(String delivery, Instant arrives) {
    customer.acts.add(
        Act.of(
            arrives, INSERT, Customer.uuidOf(delivery), delivery, type, payload, arrives, arrives));
  }
}
