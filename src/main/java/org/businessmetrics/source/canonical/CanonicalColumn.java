package org.businessmetrics.source.canonical;

/** One column of a canonical relation. */
public record CanonicalColumn(String name, ColumnType type, Presence presence) {

  /** What must be there: the column, and a value in every row of it. */
  public enum Presence {
    /** The column must be given, and a row without a value in it can't be used. */
    REQUIRED,
    /** The column must be given; a row may have no value, as a visitor has no account. */
    NULLABLE,
    /** The column may be absent. */
    OPTIONAL
  }

  /** Whether a source without this column breaks its contract. */
  public boolean mustBeGiven() {
    return presence != Presence.OPTIONAL;
  }

  /** Whether a row without a value here can't be used. */
  public boolean needsValue() {
    return presence == Presence.REQUIRED;
  }
}
