package org.businessmetrics.compute;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.config.Relation;

/**
 * What every metric's query is asked.
 *
 * @param firstDay the first business day to compute
 * @param lastDay the last business day to compute
 * @param through the last day that will be published when this is; not before {@code lastDay}
 * @param lookbackDays how many days after its horizon a row may still change
 * @param zone of the business days
 * @param relations the canonical relations that the source gives; a query asks for each as {@code
 *     :has_accounts} and so on: what rests on one that is not given is NULL
 * @param keyEvent the event by which users are activated; {@code ''} to queries where there is none
 * @param margin the share of revenue that lifetime values count
 */
public record QueryParameters(
    LocalDate firstDay,
    LocalDate lastDay,
    LocalDate through,
    int lookbackDays,
    ZoneId zone,
    Set<String> relations,
    Optional<String> keyEvent,
    BigDecimal margin) {

  public QueryParameters {
    relations = Set.copyOf(relations);
    if (lastDay.isBefore(firstDay)) {
      throw new IllegalArgumentException(
          "Invalid last day: %s (must be >= first day %s)".formatted(lastDay, firstDay));
    }
    if (through.isBefore(lastDay)) {
      throw new IllegalArgumentException(
          "Invalid through: %s (must be >= last day %s)".formatted(through, lastDay));
    }
    if (lookbackDays < 0) {
      throw new IllegalArgumentException(
          "Invalid lookback: %d days (must be >= 0)".formatted(lookbackDays));
    }
  }

  /** By the names that queries use, for {@code spark.sql(query, parameters)}. */
  Map<String, Object> named() {
    Map<String, Object> named = new HashMap<>();
    named.put("first_day", firstDay);
    named.put("last_day", lastDay);
    named.put("through", through);
    named.put("lookback_days", lookbackDays);
    named.put("zone", zone.getId());
    named.put("key_event", keyEvent.orElse(""));
    named.put("margin", margin);
    for (Relation relation : Relation.values()) {
      String name = relation.relationName();
      named.put("has_" + name, relations.contains(name));
    }
    return named;
  }
}
