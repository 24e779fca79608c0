package org.businessmetrics.simulator;

import java.time.Instant;

/** The provider's events as the application keeps them: whole, in the order of their arrival. */
final class Webhooks {
  private static final String INSERT =
      "insert into webhook_events values (?, ?, ?, ?::jsonb, true, null, ?, ?)";

  private final Customer customer;
  private int events;
  private String type = "";
  private String payload = "";

  Webhooks(Customer customer) {
    this.customer = customer;
  }

  void deliver(String eventType, Instant created, Instant arrives, String object) {
    String id = "evt_%s_%s_%d".formatted(customer.name, eventType, ++events);
    type = eventType;
    payload = Json.event(id, eventType, created, object);
    insert(id, arrives);
  }

  /** The last event once more, under another id of the delivery. */
  void replay(Instant arrives) {
    insert("evt_%s_%s_%d_again".formatted(customer.name, type, events), arrives);
  }

  private void insert(String id, Instant arrives) {
    customer.acts.add(
        Act.of(arrives, INSERT, Customer.uuidOf(id), id, type, payload, arrives, arrives));
  }
}
