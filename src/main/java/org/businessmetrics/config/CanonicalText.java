package org.businessmetrics.config;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values of a job as text that depends on their meaning only. */
final class CanonicalText {
  private CanonicalText() {}

  /** The keys that a record's components stand for, in order. */
  static List<String> keys(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(CanonicalText::key).toList();
  }

  static String of(Job job, String key) {
    return Arrays.stream(Job.class.getRecordComponents())
        .filter(component -> key(component).equals(key))
        .findFirst()
        .map(component -> text(value(component, job)))
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.CONFIGURATION,
                    "Unknown key of a job: '%s'%s"
                        .formatted(key, Suggestion.hint(key, keys(Job.class)))));
  }

  private static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Object value(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Could not read " + component, e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? text(optional.get()) : "";
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(CanonicalText::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Record record) {
      return Arrays.stream(record.getClass().getRecordComponents())
          .map(component -> key(component) + ": " + text(value(component, record)))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }
}
