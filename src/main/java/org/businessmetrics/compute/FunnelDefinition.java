package org.businessmetrics.compute;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.businessmetrics.config.Funnel;
import org.businessmetrics.config.Funnel.Exclusion;
import org.jspecify.annotations.Nullable;

/**
 * What a funnel asks, as one text that is published with its figures and can be read again.
 *
 * @param funnel with its window
 */
record FunnelDefinition(Funnel funnel) {
  private static final ObjectMapper JSON = new ObjectMapper();

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonPropertyOrder({"steps", "window_seconds", "exclude", "exclusion"})
  private record Text(
      List<String> steps, long windowSeconds, List<String> exclude, @Nullable String exclusion) {}

  FunnelDefinition {
    if (funnel.window().isEmpty()) {
      throw new IllegalArgumentException("Funnel without a window: " + funnel.name());
    }
  }

  /** Reads what {@link #text} wrote. */
  static FunnelDefinition read(String name, String text) {
    try {
      Text read = JSON.readValue(text, Text.class);
      return new FunnelDefinition(
          new Funnel(
              name,
              read.steps(),
              Optional.of(Duration.ofSeconds(read.windowSeconds())),
              read.exclude(),
              read.exclusion() == null
                  ? Exclusion.DROP_OFF
                  : Exclusion.valueOf(read.exclusion().toUpperCase(Locale.ROOT))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The published definition of the funnel '%s' can't be read: %s".formatted(name, text), e);
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(
          new Text(funnel.steps(), windowSeconds(), funnel.exclude(), exclusion()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  Duration window() {
    return funnel.window().orElseThrow();
  }

  long windowSeconds() {
    return window().toSeconds();
  }

  /** What an excluded event does; null where none is excluded. */
  @Nullable String exclusion() {
    return funnel.exclude().isEmpty() ? null : funnel.exclusion().name().toLowerCase(Locale.ROOT);
  }
}
