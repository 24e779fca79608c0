package org.businessmetrics.source.canonical;

/** The type of a canonical column, named for PostgreSQL and described for a CSV file. */
public enum ColumnType {
  /** An opaque key: a text, and a UUID is one too. */
  ID("text, uuid or an integer", "any text"),
  TEXT("text", "any text"),
  INSTANT("timestamptz", "ISO 8601 with an offset, as in 2025-01-31T10:00:00Z"),
  /** Exact, see {@link Decimals}. */
  DECIMAL("numeric", "a decimal number with a point, as in 19.99"),
  BOOLEAN("boolean", "true or false"),
  INTEGER("bigint", "a whole number");

  private final String postgres;
  private final String csv;

  ColumnType(String postgres, String csv) {
    this.postgres = postgres;
    this.csv = csv;
  }

  /** What a PostgreSQL source must give, for messages. */
  public String inPostgres() {
    return postgres;
  }

  /** What a CSV file must hold, for messages. */
  public String inCsv() {
    return csv;
  }
}
