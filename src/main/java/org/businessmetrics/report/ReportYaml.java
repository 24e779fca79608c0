package org.businessmetrics.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a report's YAML and where it stands in the file. What is wrong goes to the list of
 * problems and reading goes on, so that everything is reported at once.
 */
record ReportYaml(String path, JsonNode node, List<String> problems) {

  void problem(String key, String message) {
    problems.add("%s: %s".formatted(where(key), message));
  }

  private String where(String key) {
    if (key.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The same place of the file, one key further down. */
  ReportYaml at(String key) {
    return new ReportYaml(where(key), node.path(key), problems);
  }

  boolean has(String key) {
    return node.has(key);
  }

  /** Whether it is a mapping; a problem when it is not. */
  boolean isMapping(String example) {
    if (!node.isObject()) {
      problem("", "must be a mapping as in " + example);
    }
    return node.isObject();
  }

  void keys(String... allowed) {
    keys(List.of(allowed));
  }

  void keys(List<String> allowed) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String key = names.next();
      if (!allowed.contains(key)) {
        problems.add(
            "%sunknown key '%s'%s"
                .formatted(path.isEmpty() ? "" : path + ": ", key, hint(key, allowed)));
      }
    }
  }

  static String hint(String given, Collection<String> allowed) {
    return Nearest.to(given, allowed)
        .map(" (did you mean '%s'?)"::formatted)
        .orElse(" (allowed: %s)".formatted(String.join(", ", allowed)));
  }

  Optional<String> text(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.asText().isBlank()) {
      problem(key, "must be a text");
      return Optional.empty();
    }
    String text = value.asText().strip();
    Fonts.lacking(text)
        .ifPresent(
            letters ->
                problem(
                    key,
                    "the report's font (Roboto) has no '%s', as in '%s'; choose other letters"
                        .formatted(letters, text)));
    return Optional.of(text);
  }

  int number(String key, int fallback, int least, int most) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
      problem(
          key, "must be a number from %s to %s, found '%s'".formatted(least, most, value.asText()));
      return fallback;
    }
    return value.asInt();
  }

  Optional<BigDecimal> amount(String key) {
    JsonNode value = node.path(key);
    if (!value.isNumber()) {
      problem(key, "must be a number, found '%s'".formatted(value.asText()));
      return Optional.empty();
    }
    return Optional.of(value.decimalValue());
  }

  Optional<LocalDate> day(String key) {
    String given = node.path(key).asText();
    try {
      return Optional.of(LocalDate.parse(given));
    } catch (DateTimeParseException e) {
      problem(key, "must be a day as in 2026-11-22, found '%s'".formatted(given));
      return Optional.empty();
    }
  }

  <E extends Enum<E>> E choice(String key, E fallback, Set<E> all) {
    Optional<String> given = text(key);
    return given.isEmpty() ? fallback : chosen(key, given.get(), all).orElse(fallback);
  }

  <E extends Enum<E>> Set<E> choices(String key, Class<E> type) {
    Set<E> chosen = EnumSet.noneOf(type);
    each(key, entry -> entry.node().asText())
        .forEach(name -> chosen(key, name, EnumSet.allOf(type)).ifPresent(chosen::add));
    return chosen;
  }

  private <E extends Enum<E>> Optional<E> chosen(String key, String given, Set<E> all) {
    Optional<E> found = all.stream().filter(value -> word(value).equals(given)).findFirst();
    if (found.isEmpty()) {
      problem(
          key,
          "unknown '%s'%s"
              .formatted(given, hint(given, all.stream().map(ReportYaml::word).toList())));
    }
    return found;
  }

  /** A constant as it is written in the file. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** What is read from a list, counted from 1 as a reader of the file does. */
  <T> List<T> each(String key, Function<ReportYaml, @Nullable T> read) {
    JsonNode list = node.path(key);
    if (!list.isMissingNode() && !list.isArray()) {
      problem(key, "must be a list");
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      T one =
          read.apply(new ReportYaml(where("%s[%s]".formatted(key, i + 1)), list.get(i), problems));
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }

  /** The mapping's entries by key. */
  Stream<ReportYaml> entries() {
    return node.properties().stream().map(entry -> at(entry.getKey()));
  }

  /** The last part of the path: the key. */
  String key() {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
