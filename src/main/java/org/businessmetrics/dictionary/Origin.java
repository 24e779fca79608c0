package org.businessmetrics.dictionary;

/**
 * What a value was made from: a column of a relation, or how many rows there are.
 *
 * @param column {@link #ROWS} where the rows themselves are meant, as by {@code count(*)}
 */
record Origin(String relation, String column) implements Comparable<Origin> {
  static final String ROWS = "*";

  boolean isRows() {
    return column.equals(ROWS);
  }

  @Override
  public int compareTo(Origin other) {
    int order = relation.compareTo(other.relation);
    return order == 0 ? column.compareTo(other.column) : order;
  }
}
