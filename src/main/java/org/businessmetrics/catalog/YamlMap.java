package org.businessmetrics.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.config.Suggestion;

/**
 * A mapping of a YAML file, read key by key. What is wrong goes to the list of problems and reading
 * goes on, so that everything is reported at once; the values read are of use only when the list
 * stayed empty.
 */
final class YamlMap {
  private final JsonNode node;
  private final String where;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param where the file and the path inside it, for messages
   */
  YamlMap(JsonNode node, String where, List<String> problems) {
    this.node = node;
    this.where = where;
    this.problems = problems;
    if (!node.isObject()) {
      problems.add("%s: must be a mapping of keys to values".formatted(where));
    }
  }

  String text(String key) {
    return optionalText(key).orElseGet(() -> missing(key, ""));
  }

  Optional<String> optionalText(String key) {
    return value(key).flatMap(found -> scalar(found, where + ": " + key));
  }

  int integer(String key, int least) {
    Optional<JsonNode> found = value(key);
    if (found.isEmpty()) {
      return missing(key, least);
    }
    JsonNode number = found.get();
    if (!number.isIntegralNumber() || !number.canConvertToInt() || number.asInt() < least) {
      problems.add(
          "%s: %s must be a whole number >= %d, not '%s'"
              .formatted(where, key, least, number.asText()));
      return least;
    }
    return number.asInt();
  }

  /** False where the key is missing. */
  boolean flag(String key) {
    Optional<JsonNode> found = value(key);
    if (found.isPresent() && !found.get().isBoolean()) {
      problems.add(
          "%s: %s must be true or false, not '%s'".formatted(where, key, found.get().asText()));
    }
    return found.filter(JsonNode::asBoolean).isPresent();
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    elements(key)
        .forEach(element -> scalar(element, where + ": " + key).ifPresent(text -> texts.add(text)));
    return List.copyOf(texts);
  }

  YamlMap map(String key) {
    known.add(key);
    return new YamlMap(node.path(key), where + ": " + key, problems);
  }

  List<YamlMap> maps(String key) {
    List<YamlMap> maps = new ArrayList<>();
    for (JsonNode element : elements(key)) {
      String position = "%s: %s[%d]".formatted(where, key, maps.size() + 1);
      maps.add(new YamlMap(element, position, problems));
    }
    return maps;
  }

  /** Reports the keys that nobody asked for. Called when all the known ones were read. */
  void rejectUnknownKeys() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                problems.add(
                    "%s: unknown key '%s'%s".formatted(where, key, Suggestion.hint(key, known)));
              }
            });
  }

  private Optional<JsonNode> value(String key) {
    known.add(key);
    return Optional.ofNullable(node.get(key)).filter(found -> !found.isNull());
  }

  private Iterable<JsonNode> elements(String key) {
    JsonNode list = value(key).orElse(node.path(key));
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      problems.add("%s: %s must be a list".formatted(where, key));
      return List.of();
    }
    return list;
  }

  private Optional<String> scalar(JsonNode found, String at) {
    if (found.isValueNode() && !found.isNull()) {
      return Optional.of(found.asText());
    }
    problems.add("%s must be a single value".formatted(at));
    return Optional.empty();
  }

  private <T> T missing(String key, T standIn) {
    // A node that is no mapping has been reported as such.
    if (node.isObject()) {
      problems.add("%s: the key '%s' is missing".formatted(where, key));
    }
    return standIn;
  }
}
