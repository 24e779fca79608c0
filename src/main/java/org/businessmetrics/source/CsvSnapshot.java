package org.businessmetrics.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Sha256;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.Relation;
import org.businessmetrics.source.csv.CsvDataSource;
import org.businessmetrics.source.csv.CsvFile;
import org.businessmetrics.source.csv.CsvRow;
import org.businessmetrics.source.csv.CsvRows;
import org.businessmetrics.source.csv.FileStamp;
import org.jspecify.annotations.Nullable;

/** The files of a folder as they are now, named by a hash of their names and contents. */
final class CsvSnapshot implements SourceSnapshot {
  // What COPY … (format csv) reads: an empty field without quotes is NULL.
  private static final CSVFormat FOR_COPY =
      CSVFormat.DEFAULT
          .builder()
          .setRecordSeparator('\n')
          .setNullString("")
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .get();

  private static final long BYTES_A_LINE = 60;

  private final CsvSource source;
  private final Map<String, FileStamp> stamps;
  private final String id;
  private final Instant takenAt;
  private final ReadCounts counts = new ReadCounts();

  private CsvSnapshot(CsvSource source, Map<String, FileStamp> stamps, String id, Instant takenAt) {
    this.source = source;
    this.stamps = stamps;
    this.id = id;
    this.takenAt = takenAt;
  }

  static CsvSnapshot take(CsvSource source, Instant now) {
    Map<String, FileStamp> stamps = new LinkedHashMap<>();
    MessageDigest digest = Sha256.digest();
    for (String relation : source.relations()) {
      CsvFile file = source.file(relation);
      FileStamp stamp = FileStamp.of(file.path());
      digest.update(
          "%s %d\n".formatted(file.name(), stamp.size()).getBytes(StandardCharsets.UTF_8));
      addContent(digest, file.path());
      stamp.verify(file.path());
      stamps.put(relation, stamp);
    }
    return new CsvSnapshot(source, stamps, HexFormat.of().formatHex(digest.digest()), now);
  }

  private static void addContent(MessageDigest digest, Path file) {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new Failure(ExitCode.SYSTEM, "Can't read the source's file %s".formatted(file), e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Instant takenAt() {
    return takenAt;
  }

  @Override
  public Dataset<Row> read(
      SparkSession spark, String relation, Optional<TimeRange> range, int partitions) {
    Relation canonical = Canonical.relation(relation);
    CsvFile file = source.file(relation);
    Dataset<Row> raw =
        spark
            .read()
            .format(CsvDataSource.class.getName())
            .schema(RelationFrame.schema(file.columns(), List.of()))
            .options(CsvDataSource.options(file, stamp(relation)))
            .load();
    // Whatever the range, all of the file is read.
    Dataset<Row> frame =
        RelationFrame.shape(
            counts.of(raw, relation, Optional.empty()), canonical, source.settings());
    if (range.isEmpty() || canonical.timeColumns().isEmpty()) {
      return frame;
    }
    return RelationFrame.within(frame, canonical.timeColumns(), range.get());
  }

  @Override
  public void requireAllRead() {
    Map<String, ReadCounts.Totals> counted = new HashMap<>();
    counts.require(
        (relation, range) -> counted.computeIfAbsent(relation, this::count),
        "Run again; if it stays, report it: the files have not changed.");
  }

  private ReadCounts.Totals count(String relation) {
    CsvFile file = source.file(relation);
    long lines = 0;
    Map<String, BigDecimal> sums = new HashMap<>();
    try (CsvRows rows = file.open()) {
      for (CsvRow row = rows.next(); row != null; row = rows.next()) {
        lines++;
        for (int i = 0; row.error() == null && i < rows.columns().size(); i++) {
          if (row.value(i) instanceof BigDecimal amount) {
            sums.merge(rows.columns().get(i).name(), amount, BigDecimal::add);
          }
        }
      }
    }
    stamp(relation).verify(file.path());
    return new ReadCounts.Totals(lines, sums);
  }

  /** As many as the whole file has, at the length of a usual line. */
  @Override
  public long about(String relation, Optional<TimeRange> range) {
    return stamp(relation).size() / BYTES_A_LINE;
  }

  @Override
  public long copy(String relation, Optional<String> where, OutputStream csv) {
    CsvFile file = source.file(relation);
    FileStamp stamp = stamp(relation);
    long count = 0;
    try (CsvRows rows = file.open()) {
      CSVPrinter printer =
          new CSVPrinter(new OutputStreamWriter(csv, StandardCharsets.UTF_8), FOR_COPY);
      int[] indexes =
          file.relation().columns().stream()
              .map(CanonicalColumn::name)
              .mapToInt(rows::index)
              .toArray();
      for (CsvRow row = rows.next(); row != null; row = rows.next()) {
        if (row.error() == null) {
          for (int index : indexes) {
            printer.print(forCopy(row.value(index)));
          }
          printer.println();
          count++;
        }
      }
      printer.flush();
    } catch (IOException e) {
      throw new Failure(ExitCode.SYSTEM, "Can't write the copy of " + relation, e);
    }
    stamp.verify(file.path());
    return count;
  }

  private static @Nullable String forCopy(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value == null ? null : value.toString();
  }

  private FileStamp stamp(String relation) {
    FileStamp stamp = stamps.get(relation);
    if (stamp == null) {
      throw new Failure(
          ExitCode.TRY_AGAIN,
          "%s came into the folder after the snapshot".formatted(source.file(relation).path()));
    }
    return stamp;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
