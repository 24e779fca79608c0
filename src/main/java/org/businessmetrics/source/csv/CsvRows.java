package org.businessmetrics.source.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, one after the other, never the whole of it in memory. A row that can't be
 * read is a row with an error; reading goes on with the line after the one on which it began.
 */
public final class CsvRows implements AutoCloseable {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
  // Each one opens the file anew.
  private static final int MOST_UNREADABLE = 1000;

  private final CsvFile file;
  private final List<String> header;
  private final List<CanonicalColumn> columns;
  private final int[] positions;
  private CsvText text;
  private CSVParser parser;
  private Iterator<CSVRecord> records;
  private long linesBefore;
  private int unreadable;

  CsvRows(CsvFile file) {
    this.file = file;
    try {
      this.text = new CsvText(file.path(), 0);
      this.parser = CSVParser.builder().setReader(text).setFormat(FORMAT).get();
      this.records = parser.iterator();
    } catch (CharacterCodingException e) {
      throw notUtf8(1, e);
    } catch (IOException e) {
      throw unreadableFile(e);
    }
    try {
      this.header = readHeader();
    } catch (Failure e) {
      close();
      throw e;
    }
    this.columns =
        file.relation().columnsWithSegments(header).stream()
            .filter(column -> header.contains(column.name()))
            .toList();
    this.positions = columns.stream().mapToInt(column -> header.indexOf(column.name())).toArray();
  }

  private List<String> readHeader() {
    try {
      if (records.hasNext()) {
        List<String> names =
            StreamSupport.stream(records.next().spliterator(), false).map(String::strip).toList();
        if (names.stream().anyMatch(name -> !name.isEmpty())) {
          return names;
        }
      }
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof CharacterCodingException) {
        throw notUtf8(1, cause);
      }
      throw new Failure(
          ExitCode.SOURCE_CONTRACT,
          "%s: the header on line 1 can't be read (a quote that is not closed?)"
              .formatted(file.name()),
          e);
    }
    throw new Failure(
        ExitCode.SOURCE_CONTRACT,
        "%s: expected a header on line 1 with the columns %s, found none"
            .formatted(
                file.name(),
                file.relation().columns().stream()
                    .filter(CanonicalColumn::mustBeGiven)
                    .map(CanonicalColumn::name)
                    .collect(Collectors.joining(", "))));
  }

  /** The names of the header. */
  List<String> header() {
    return header;
  }

  /** The canonical columns of the file, in the order of every row's values. */
  public List<CanonicalColumn> columns() {
    return columns;
  }

  /** Where a column stands in every row's values; -1 where the file has not got it. */
  public int index(String column) {
    return columns.stream().map(CanonicalColumn::name).toList().indexOf(column);
  }

  /**
   * The next row, or null at the end.
   *
   * @throws Failure where the file is not UTF-8, or is no CSV at all
   */
  public @Nullable CsvRow next() {
    while (true) {
      long line = linesBefore + parser.getCurrentLineNumber() + 1;
      text.startRecord();
      try {
        if (!records.hasNext()) {
          return null;
        }
        CSVRecord fields = records.next();
        if (fields.size() != header.size() && linesBefore + parser.getCurrentLineNumber() > line) {
          // A stray quote has swallowed the lines that follow.
          return resumeAfter(line);
        }
        if (header.size() == 1 || fields.size() != 1 || !fields.get(0).isEmpty()) {
          return row(line, fields);
        }
      } catch (UncheckedIOException e) {
        IOException cause = Objects.requireNonNull(e.getCause());
        if (cause instanceof CharacterCodingException) {
          throw notUtf8(line, cause);
        }
        if (cause instanceof CSVException || cause instanceof CsvText.RecordTooLong) {
          return resumeAfter(line);
        }
        throw unreadableFile(cause);
      }
    }
  }

  private CsvRow row(long line, CSVRecord fields) {
    if (fields.size() != header.size()) {
      return broken(line, "expected %d fields, found %d".formatted(header.size(), fields.size()));
    }
    @Nullable Object[] values = new @Nullable Object[positions.length];
    for (int i = 0; i < positions.length; i++) {
      CanonicalColumn column = columns.get(i);
      String field = fields.get(positions[i]);
      if (field.isEmpty()) {
        if (column.needsValue()) {
          return broken(line, column.name() + " is empty");
        }
        continue;
      }
      values[i] = CsvValue.parse(column.type(), field);
      if (values[i] == null) {
        return broken(
            line, "%s can't be read (expected %s)".formatted(column.name(), column.type().inCsv()));
      }
    }
    return CsvRow.of(line, values);
  }

  private CsvRow resumeAfter(long line) {
    unreadable++;
    if (unreadable > MOST_UNREADABLE) {
      throw new Failure(
          ExitCode.SOURCE_CONTRACT,
          "%s: more than %d rows with broken quoting, the last on line %d (expected RFC 4180: quotes doubled inside quotes)"
              .formatted(file.name(), MOST_UNREADABLE, line));
    }
    close();
    try {
      text = new CsvText(file.path(), line);
      parser = CSVParser.builder().setReader(text).setFormat(FORMAT).get();
    } catch (CharacterCodingException e) {
      throw notUtf8(line, e);
    } catch (IOException e) {
      throw unreadableFile(e);
    }
    records = parser.iterator();
    linesBefore = line;
    return broken(line, "broken quoting (expected RFC 4180: quotes doubled inside quotes)");
  }

  private CsvRow broken(long line, String reason) {
    return CsvRow.broken(line, reason);
  }

  private Failure notUtf8(long line, Throwable cause) {
    return new Failure(
        ExitCode.SOURCE_CONTRACT,
        "%s is not UTF-8: expected UTF-8, found other bytes on or after line %d; convert the file"
            .formatted(file.path(), line),
        cause);
  }

  private Failure unreadableFile(IOException cause) {
    return new Failure(
        ExitCode.SYSTEM, "Can't read the source's file %s".formatted(file.path()), cause);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw unreadableFile(e);
    }
  }
}
