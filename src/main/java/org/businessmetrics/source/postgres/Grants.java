package org.businessmetrics.source.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grants that a source's SQL needs: its folder's {@code grants.sql}, where the role is written
 * {@code :"role"} as psql does.
 */
public final class Grants {
  public static final String FILE = "grants.sql";
  private static final String ROLE = ":\"role\"";
  // "permission denied for table users", in whatever language: the object comes last.
  private static final Pattern DENIED = Pattern.compile("(\\p{L}+)\\s+[\"'«„“]?([\\w.$]+)\\W*$");

  private final Path folder;

  public Grants(Path folder) {
    this.folder = folder;
  }

  /** Every statement, for that role. */
  public List<String> statements(String role) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file).replaceAll("(?m)--.*$", "");
      return Arrays.stream(text.split(";"))
          .map(statement -> statement.strip().replaceAll("\\s+", " "))
          .filter(statement -> !statement.isEmpty())
          .map(statement -> statement.replace(ROLE, SourceSql.quoted(role)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statement that answers "permission denied for …". */
  String answering(String denial, String role) {
    Matcher matcher = DENIED.matcher(denial);
    if (!matcher.find()) {
      return "grant select on … to " + SourceSql.quoted(role);
    }
    String object = matcher.group(2);
    if (matcher.group(1).equals("schema")) {
      return "grant usage on schema %s to %s".formatted(object, SourceSql.quoted(role));
    }
    Pattern onObject = Pattern.compile("\\bon (table )?(\\w+\\.)?" + Pattern.quote(object) + "\\b");
    return statements(role).stream()
        .filter(statement -> onObject.matcher(statement).find())
        .findFirst()
        .orElse("grant select on %s to %s".formatted(object, SourceSql.quoted(role)));
  }
}
