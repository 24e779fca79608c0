package org.businessmetrics.source.copy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Secret;

/**
 * What to read and how to reach it. It travels to Spark as options, whose keys {@code url} and
 * {@code password} Spark itself keeps out of plans and logs.
 *
 * @param snapshot the exported snapshot
 * @param query SELECT of the canonical columns
 * @param keyColumn whose text is the row's key
 * @param needed columns without whose value a row can't be used
 * @param predicates one a partition
 */
public record CopySpec(
    DatabaseAddress address,
    String snapshot,
    String applicationName,
    String relation,
    String place,
    String query,
    String keyColumn,
    List<String> needed,
    List<String> predicates) {
  private static final String SEPARATOR = "\n";

  /** For {@code DataFrameReader.options}. */
  public Map<String, String> toOptions() {
    Map<String, String> options = new HashMap<>();
    options.put("url", address.url());
    address.user().ifPresent(user -> options.put("user", user));
    address.password().ifPresent(password -> options.put("password", password.reveal()));
    options.put("snapshot", snapshot);
    options.put("applicationName", applicationName);
    options.put("relation", relation);
    options.put("place", place);
    options.put("query", query);
    options.put("keyColumn", keyColumn);
    options.put("needed", String.join(SEPARATOR, needed));
    options.put("predicates", String.join(SEPARATOR, predicates));
    return options;
  }

  static CopySpec of(CaseInsensitiveStringMap options) {
    return new CopySpec(
        new DatabaseAddress(
            text(options, "url"),
            Optional.ofNullable(options.get("user")),
            Optional.ofNullable(options.get("password")).map(Secret::new)),
        text(options, "snapshot"),
        text(options, "applicationName"),
        text(options, "relation"),
        text(options, "place"),
        text(options, "query"),
        text(options, "keyColumn"),
        list(options, "needed"),
        list(options, "predicates"));
  }

  private static List<String> list(CaseInsensitiveStringMap options, String key) {
    return Arrays.stream(text(options, key).split(SEPARATOR)).filter(v -> !v.isEmpty()).toList();
  }

  private static String text(CaseInsensitiveStringMap options, String key) {
    String value = options.get(key);
    if (value == null) {
      throw new IllegalArgumentException("Option '%s' is missing".formatted(key));
    }
    return value;
  }
}
