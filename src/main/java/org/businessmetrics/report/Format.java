package org.businessmetrics.report;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** What a report can be drawn as. The snapshot's JSON is written beside any of them. */
public enum Format {
  PNG,
  PDF,
  HTML,
  CSV;

  /** The file name's ending, without the dot. */
  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a list such as {@code png,pdf}.
   *
   * @throws Failure USAGE when a name is unknown or there is none
   */
  public static Set<Format> parse(String names) {
    EnumSet<Format> formats = EnumSet.noneOf(Format.class);
    for (String name : names.split(",")) {
      formats.add(one(name.strip()));
    }
    return formats;
  }

  private static Format one(String name) {
    return Arrays.stream(values())
        .filter(format -> format.extension().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    ExitCode.USAGE,
                    "Unknown report format: '%s' (allowed: %s)"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Format::extension)
                                .collect(Collectors.joining(", ")))));
  }
}
