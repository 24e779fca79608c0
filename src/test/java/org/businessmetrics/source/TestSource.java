package org.businessmetrics.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.testing.TestDatabase;
import org.businessmetrics.testing.TestSpark;

/** Small sources for the tests. */
final class TestSource {
  static final Instant NOW = Instant.parse("2026-01-01T03:00:00Z");
  static final Path NUMERAI = Path.of("sql", "sources", "numerai");

  private TestSource() {}

  static SourceSettings settings() {
    return new SourceSettings(ZoneOffset.UTC, List.of(), List.of(), Optional.empty());
  }

  static SourceSettings activeWhere(String predicate) {
    return new SourceSettings(ZoneOffset.UTC, List.of(), List.of(), Optional.of(predicate));
  }

  /** A database with the application's tables and a few rows. */
  static DatabaseAddress application() {
    DatabaseAddress address = TestDatabase.create();
    TestDatabase.execute(address, resource("application.sql"), resource("rows.sql"));
    return address;
  }

  static String resource(String name) {
    try {
      return Files.readString(Path.of("src", "test", "resources", "source", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PostgresSource withSql(Path folder, DatabaseAddress address, String relation, String sql) {
    write(folder.resolve(relation + ".sql"), sql);
    return Source.postgres(folder, address, settings());
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rows of a relation, collected, in the order of a column. */
  static List<Row> rows(Source source, String relation) {
    return rows(source, relation, Optional.empty(), 1);
  }

  static List<Row> rows(Source source, String relation, Optional<TimeRange> range, int partitions) {
    try (SourceSnapshot snapshot = source.snapshot(NOW)) {
      Dataset<Row> frame = snapshot.read(TestSpark.session(), relation, range, partitions);
      return frame.orderBy(SourceSnapshot.ROW_KEY, frame.columns()[1]).collectAsList();
    }
  }

  static TimeRange range(String from, String until) {
    return new TimeRange(Instant.parse(from), Instant.parse(until));
  }
}
