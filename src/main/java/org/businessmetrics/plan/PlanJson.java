package org.businessmetrics.plan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A plan as a program reads it. */
final class PlanJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private PlanJson() {}

  static String of(Plan plan) {
    ObjectNode root = MAPPER.createObjectNode();
    ArrayNode days = root.putArray("days");
    for (DueDay day : plan.days()) {
      ObjectNode node = days.addObject().put("day", day.day().toString());
      ArrayNode reasons = node.putArray("reasons");
      day.reasons().forEach(reason -> reasons.add(reason.word()));
    }
    ArrayNode ranges = root.putArray("ranges");
    for (RunRange range : plan.ranges()) {
      ranges
          .addObject()
          .put("first_day", range.publish().first().toString())
          .put("last_day", range.publish().last().toString())
          .put("read_from", range.read().first().toString())
          .put("read_to", range.read().last().toString());
    }
    ArrayNode notes = root.putArray("notes");
    plan.notes().forEach(notes::add);
    return root.toPrettyString();
  }
}
