package org.businessmetrics.source;

import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.source.canonical.Canonical;

/**
 * The source at one instant. Everything read through it is of that instant, however long it takes.
 * Datasets are lazy: they must be written somewhere before the snapshot is closed.
 */
public interface SourceSnapshot extends AutoCloseable {
  /** Added to every dataset: what names the row in messages and in quarantine. */
  String ROW_KEY = Canonical.ROW_KEY;

  /** Added to every dataset: why the row can't be used, without any of its values; else NULL. */
  String ROW_ERROR = Canonical.ROW_ERROR;

  /** Names the instant, for the ledger. */
  String id();

  /** When it was taken, by the source's own clock where it has one. */
  Instant takenAt();

  /**
   * The rows of a relation: its canonical columns in canonical order (absent ones NULL), its
   * segments by name, then {@link #ROW_KEY} and {@link #ROW_ERROR}. An id is a {@code
   * struct<hi:bigint,lo:bigint>} where the source has UUIDs, else a string; an instant is a
   * timestamp; a decimal is {@code decimal(38,10)}; an integer is a bigint.
   *
   * <p>Rows with an error come whatever the range, also those without a finite time: a range must
   * not hide them. Only rows of activity that the job's {@code activity_where} lets through come.
   *
   * @param range of the relation's time column; a relation without one is always read whole
   * @param partitions into how many pieces of equal time a range is cut, at least 1
   * @throws org.businessmetrics.config.Failure when the source does not give the relation; reading
   *     the dataset throws Spark's exception around one, see {@link Source#failureIn}
   */
  Dataset<Row> read(SparkSession spark, String relation, Optional<TimeRange> range, int partitions);

  /**
   * Asks the source how many rows there were of everything that {@link #read} gave so far, and how
   * much their amounts come to: a server counts them in one piece, files are read again. Each of
   * the datasets must have been written before.
   *
   * @throws org.businessmetrics.config.Failure 3 where other rows or other amounts were read
   */
  void requireAllRead();

  /**
   * About how many rows {@link #read} would give, without reading them: to size the work, not to be
   * relied on.
   */
  long about(String relation, Optional<TimeRange> range);

  /**
   * Writes a canonical relation as CSV in the form that PostgreSQL's COPY reads: no header, all
   * canonical columns (no segments) in canonical order, an absent value empty. Rows that can't be
   * read are left out (of a CSV source; {@link #read} names them).
   *
   * @param where a condition in PostgreSQL's SQL over the canonical columns; it spares a server the
   *     rows that the caller has no use for, and files give all of theirs
   * @return the number of rows
   */
  long copy(String relation, Optional<String> where, OutputStream csv);

  /** Ends the snapshot, and whatever is still being read in it. */
  @Override
  void close();
}
