package org.businessmetrics.dictionary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table, view or function of schema {@code metrics} that no metric fills, as the migrations make
 * it and comment on it.
 *
 * @param kind table, view or function
 * @param columns type and comment by name; none where the migrations comment on none
 */
record SchemaTable(String name, String kind, String comment, Map<String, Column> columns) {
  private static final String TEXT = "\\s+is\\s+'((?:[^']|'')*)'";
  private static final Pattern TABLE =
      Pattern.compile(
          "comment\\s+on\\s+(table|view|function)\\s+metrics\\.(\\w+)(?:\\([^)]*\\))?" + TEXT);
  private static final Pattern COLUMN =
      Pattern.compile("comment\\s+on\\s+column\\s+metrics\\.(\\w+)\\.\"?(\\w+)\"?" + TEXT);
  private static final Pattern BODY =
      Pattern.compile(
          "create\\s+(?:table|view)\\s+metrics\\.(\\w+)\\s*(?:as|\\()(.*?);", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("^V(\\d+)__");
  private static final String TYPES =
      "date|text|timestamptz|uuid|boolean|bigint|integer|numeric|jsonb|char\\(3\\)";
  private static final Pattern OF_TABLE =
      Pattern.compile("^\\s+\"?(\\w+)\"?\\s+(%s)(?:\\W.*)?".formatted(TYPES));
  private static final Pattern OF_VIEW =
      Pattern.compile("^\\s+null::(%s) as (\\w+),?$".formatted(TYPES));

  /** What a migration says of a column; the type is empty where it doesn't say. */
  record Column(String type, String comment) {}

  /** All of them, in the order in which they were made. */
  static List<SchemaTable> readAll(Path migrations) {
    String sql = text(migrations);
    Map<String, SchemaTable> tables = new LinkedHashMap<>();
    Matcher table = TABLE.matcher(sql);
    while (table.find()) {
      tables.put(
          table.group(2),
          new SchemaTable(
              table.group(2), table.group(1), unquoted(table.group(3)), new LinkedHashMap<>()));
    }
    Map<String, String> types = types(sql);
    Matcher column = COLUMN.matcher(sql);
    while (column.find()) {
      SchemaTable owner = tables.get(column.group(1));
      if (owner != null) {
        String type = types.getOrDefault(column.group(1) + "." + column.group(2), "");
        owner.columns().put(column.group(2), new Column(type, unquoted(column.group(3))));
      }
    }
    return new ArrayList<>(tables.values());
  }

  private static Map<String, String> types(String sql) {
    Map<String, String> types = new LinkedHashMap<>();
    Matcher body = BODY.matcher(sql);
    while (body.find()) {
      for (String line : body.group(2).lines().toList()) {
        Matcher ofTable = OF_TABLE.matcher(line);
        Matcher ofView = OF_VIEW.matcher(line);
        if (ofTable.matches()) {
          types.put(body.group(1) + "." + ofTable.group(1), ofTable.group(2));
        } else if (ofView.matches()) {
          types.put(body.group(1) + "." + ofView.group(2), ofView.group(1));
        }
      }
    }
    return types;
  }

  private static String text(Path migrations) {
    StringBuilder sql = new StringBuilder();
    try (Stream<Path> files = Files.list(migrations)) {
      for (Path file : files.sorted(Comparator.comparingInt(SchemaTable::version)).toList()) {
        sql.append(Files.readString(file)).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + migrations, e);
    }
    return sql.toString();
  }

  private static int version(Path migration) {
    Matcher version = VERSION.matcher(String.valueOf(migration.getFileName()));
    return version.find() ? Integer.parseInt(version.group(1)) : Integer.MAX_VALUE;
  }

  private static String unquoted(String literal) {
    return literal.replace("''", "'");
  }
}
