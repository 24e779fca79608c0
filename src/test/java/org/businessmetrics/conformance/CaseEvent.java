package org.businessmetrics.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of a case's {@code events.csv}.
 *
 * @param user empty for a visitor without a user
 */
record CaseEvent(String user, String kind, Instant at) {
  /** The rows, with the ids of a user that {@code identity.csv} puts together taken for one. */
  static List<CaseEvent> of(Path folder) {
    Map<String, String> users = new HashMap<>();
    Path identity = folder.resolve("identity.csv");
    if (Files.exists(identity)) {
      PublishedData.rows(identity)
          .forEach(row -> users.put(row.get("distinct_id"), PublishedData.cell(row, "user_id")));
    }
    return PublishedData.rows(folder.resolve("events.csv")).stream()
        .map(
            row -> {
              String id = PublishedData.cell(row, "user_id");
              return new CaseEvent(
                  users.getOrDefault(id, id),
                  PublishedData.cell(row, "event"),
                  instant(PublishedData.cell(row, "timestamp")));
            })
        .toList();
  }

  /** Seconds since 1970, or ISO 8601; without an offset UTC. */
  private static Instant instant(String text) {
    if (text.matches("-?\\d+")) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    String iso = text.replace(' ', 'T');
    return OffsetDateTime.parse(iso.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? iso : iso + "Z")
        .toInstant();
  }
}
