package org.businessmetrics.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.businessmetrics.catalog.Metric;

/** Which cells of a published table are not what they should be. */
final class Differences {
  private Differences() {}

  /** One line a cell: table, key, column, expected, found; a row that only one side has is one. */
  static List<String> of(Metric metric, List<String> expected, List<String> found) {
    List<String> columns =
        new ArrayList<>(metric.columns().stream().map(Metric.Column::name).toList());
    columns.add("is_final");
    Map<String, String[]> wanted = byKey(metric, columns, expected);
    Map<String, String[]> published = byKey(metric, columns, found);
    TreeSet<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(published.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String[] should = wanted.get(key);
      String[] is = published.get(key);
      if (should == null || is == null) {
        differences.add(
            "%s %s: %s".formatted(metric.table(), key, is == null ? "missing" : "too much"));
        continue;
      }
      for (int i = 0; i < columns.size(); i++) {
        if (!should[i].equals(is[i])) {
          differences.add(
              "%s %s %s: expected %s, found %s"
                  .formatted(metric.table(), key, columns.get(i), should[i], is[i]));
        }
      }
    }
    return differences;
  }

  /** Lines that only one side has. */
  static List<String> of(String table, List<String> expected, List<String> found) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> missing = new TreeSet<>(expected);
    found.forEach(missing::remove);
    missing.forEach(line -> differences.add("%s expected %s".formatted(table, line)));
    TreeSet<String> tooMuch = new TreeSet<>(found);
    expected.forEach(tooMuch::remove);
    tooMuch.forEach(line -> differences.add("%s found %s".formatted(table, line)));
    return differences;
  }

  private static Map<String, String[]> byKey(
      Metric metric, List<String> columns, List<String> lines) {
    Map<String, String[]> byKey = new TreeMap<>();
    for (String line : lines) {
      String[] cells = line.split(",", -1);
      String key =
          String.join(
              " ", metric.key().stream().map(name -> cells[columns.indexOf(name)]).toList());
      byKey.put(key, cells);
    }
    return byKey;
  }
}
