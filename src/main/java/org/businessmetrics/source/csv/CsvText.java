package org.businessmetrics.source.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Serial;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The characters of a file: strict UTF-8, from a given line on. A record may not grow beyond a
 * bound, so that a quote that is never closed does not draw the rest of the file into memory.
 */
final class CsvText extends Reader {
  private static final int LONGEST_RECORD = 1 << 20;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final BufferedReader reader;
  private int sinceRecordStart;

  /** A record is longer than any honest one. */
  static final class RecordTooLong extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    RecordTooLong() {
      super("record too long");
    }
  }

  CsvText(Path file, long linesToSkip) throws IOException {
    this.reader =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      skip(linesToSkip, reader);
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /** However long the lines are, none of them is held in memory. */
  private static void skip(long lines, BufferedReader reader) throws IOException {
    long left = lines;
    while (left > 0) {
      int next = reader.read();
      if (next < 0) {
        return;
      }
      if (next == '\r') {
        skipLineFeed(reader);
      }
      if (next == '\r' || next == '\n') {
        left--;
      }
    }
  }

  private static void skipLineFeed(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\n') {
      reader.reset();
    }
  }

  /** Tells that the record before has been read. */
  void startRecord() {
    sinceRecordStart = 0;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (sinceRecordStart > LONGEST_RECORD) {
      throw new RecordTooLong();
    }
    int count = reader.read(buffer, offset, length);
    sinceRecordStart += Math.max(count, 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
