package org.businessmetrics.source.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.canonical.Relation;

/**
 * One SELECT of a source: the file's text with the job's values in place of its parameters. They
 * are rendered as literals, because COPY takes no bind parameters; the values were validated.
 */
public record SourceSql(Relation relation, Path file, String text) {
  // Not the second colon of a cast, as in '{}'::zone.
  private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([a-z_]+)\\b");
  private static final Pattern END = Pattern.compile("[\\s;]+\\z");

  /** Reads a file; {@code parameters} maps a name, without colon, to an SQL literal. */
  public static SourceSql load(Relation relation, Path file, Map<String, String> parameters) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION, "Can't read the source's SQL file %s".formatted(file), e);
    }
    String rendered =
        PARAMETER
            .matcher(END.matcher(text).replaceFirst(""))
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        parameters.getOrDefault(match.group(1), match.group())));
    return new SourceSql(relation, file, rendered);
  }

  /** The SELECT as a subquery; the line break ends a comment in the file's last line. */
  public String asSubquery() {
    return "(" + text + "\n) source_rows";
  }

  /** A text array literal. */
  public static String textArray(List<String> values) {
    return values.stream()
        .map(SourceSql::literal)
        .collect(Collectors.joining(", ", "array[", "]::text[]"));
  }

  /** A quoted literal. */
  public static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** A quoted identifier. */
  public static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
