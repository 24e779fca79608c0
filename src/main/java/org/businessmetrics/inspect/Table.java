package org.businessmetrics.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, as text: instants in ISO 8601 and UTC, numbers with every digit and no
 * exponent.
 *
 * @param columns their names
 * @param types what they hold; numbers are set to the right
 * @param rows a null is SQL's NULL
 */
public record Table(List<String> columns, List<Type> types, List<List<@Nullable String>> rows) {
  /** What matters of a column's type to whoever prints it. */
  public enum Type {
    TEXT,
    NUMBER,
    BOOLEAN
  }

  /** The rows, each by the names of its columns. */
  List<Map<String, @Nullable String>> named() {
    List<Map<String, @Nullable String>> named = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      Map<String, @Nullable String> cells = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        cells.put(columns.get(i), row.get(i));
      }
      named.add(cells);
    }
    return named;
  }

  /** The table as aligned text, a line a row, NULL as –. */
  public List<String> lines() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).length();
      for (List<@Nullable String> row : rows) {
        widths[i] = Math.max(widths[i], shown(row.get(i)).length());
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(columns, widths));
    StringBuilder rule = new StringBuilder();
    for (int width : widths) {
      rule.append(rule.isEmpty() ? "" : "  ").append("-".repeat(width));
    }
    lines.add(rule.toString());
    for (List<@Nullable String> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private String line(List<? extends @Nullable String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = shown(cells.get(i));
      String padding = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : "  ");
      line.append(types.get(i) == Type.NUMBER ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  /** A line each: what spans several would tear the table. */
  private static String shown(@Nullable String cell) {
    return cell == null ? "–" : cell.replaceAll("\\R", "⏎");
  }
}
