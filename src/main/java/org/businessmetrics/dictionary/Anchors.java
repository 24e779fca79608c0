package org.businessmetrics.dictionary;

/** The names of places in the page; they stay, so that others can link to them. */
final class Anchors {
  private Anchors() {}

  static String metric(String name) {
    return "metric-" + name;
  }

  static String figure(String name) {
    return "figure-" + name;
  }

  /** A column of a published table. */
  static String column(String table, String column) {
    return table + "." + column;
  }

  static String table(String name) {
    return "table-" + name;
  }

  static String fact(String name) {
    return "fact-" + name;
  }

  static String factColumn(String fact, String column) {
    return "fact-%s.%s".formatted(fact, column);
  }

  static String source(String relation) {
    return "source-" + relation;
  }

  static String sourceColumn(String relation, String column) {
    return "source-%s.%s".formatted(relation, column);
  }
}
