package org.businessmetrics.demo;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;

/**
 * Writes rows into one table through {@code COPY} in text format. Bytes are put together by hand:
 * with a million rows, {@code String.format} would take longer than PostgreSQL does.
 */
final class CopyWriter implements AutoCloseable {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] EXAMPLE_NETWORKS = {
    "192.0.2.".getBytes(StandardCharsets.US_ASCII),
    "198.51.100.".getBytes(StandardCharsets.US_ASCII),
    "203.0.113.".getBytes(StandardCharsets.US_ASCII)
  };
  private static final int FLUSH_AT = 1 << 16;

  private final CopyIn copy;
  private byte[] buffer = new byte[2 * FLUSH_AT];
  private int used;
  private long rows;
  private boolean firstColumn = true;
  private long cachedDay = Long.MIN_VALUE;
  private byte[] cachedDate = new byte[0];

  /**
   * @param columns the table's columns, comma separated, in the order in which rows give them. The
   *     table must have been made in the same transaction (that is what {@code freeze} asks for).
   */
  CopyWriter(Connection connection, String table, String columns) throws SQLException {
    this.copy =
        connection
            .unwrap(BaseConnection.class)
            .getCopyAPI()
            .copyIn("copy %s (%s) from stdin (freeze)".formatted(table, columns));
  }

  CopyWriter uuid(UUID id) {
    return uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  CopyWriter uuid(long high, long low) {
    separate();
    hex(high, 60, 8);
    buffer[used++] = '-';
    hex(high, 28, 4);
    buffer[used++] = '-';
    hex(high, 12, 4);
    buffer[used++] = '-';
    hex(low, 60, 4);
    buffer[used++] = '-';
    hex(low, 44, 12);
    return this;
  }

  /** Sixteen hexadecimal digits. */
  CopyWriter token(long value) {
    separate();
    hex(value, 60, 16);
    return this;
  }

  CopyWriter text(String value) {
    separate();
    ensure(4 * value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        throw new IllegalArgumentException("The sample rows are ASCII: " + value);
      }
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') {
        buffer[used++] = '\\';
        buffer[used++] = (byte) (c == '\\' ? '\\' : c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
      } else {
        buffer[used++] = (byte) c;
      }
    }
    return this;
  }

  /** Bytes that are known to need no escape. */
  CopyWriter raw(byte[] value) {
    separate();
    ensure(value.length);
    System.arraycopy(value, 0, buffer, used, value.length);
    used += value.length;
    return this;
  }

  CopyWriter nothing() {
    separate();
    buffer[used++] = '\\';
    buffer[used++] = 'N';
    return this;
  }

  CopyWriter flag(boolean value) {
    separate();
    buffer[used++] = (byte) (value ? 't' : 'f');
    return this;
  }

  CopyWriter number(long value) {
    separate();
    digits(value);
    return this;
  }

  /** An amount of money, given in hundredths. */
  CopyWriter hundredths(long value) {
    separate();
    digits(value / 100);
    buffer[used++] = '.';
    padded(value % 100, 2);
    return this;
  }

  /** One of the addresses that are set aside for examples. */
  CopyWriter address(int number) {
    separate();
    byte[] network = EXAMPLE_NETWORKS[number % EXAMPLE_NETWORKS.length];
    System.arraycopy(network, 0, buffer, used, network.length);
    used += network.length;
    digits(number / EXAMPLE_NETWORKS.length % 254 + 1);
    return this;
  }

  /** An instant, in microseconds since the epoch. */
  CopyWriter instant(long micros) {
    separate();
    long day = Math.floorDiv(micros, Times.DAY);
    if (day != cachedDay) {
      cachedDay = day;
      cachedDate = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
    }
    System.arraycopy(cachedDate, 0, buffer, used, cachedDate.length);
    used += cachedDate.length;
    long rest = micros - day * Times.DAY;
    long second = rest / 1_000_000;
    buffer[used++] = ' ';
    padded(second / 3600, 2);
    buffer[used++] = ':';
    padded(second / 60 % 60, 2);
    buffer[used++] = ':';
    padded(second % 60, 2);
    buffer[used++] = '.';
    padded(rest % 1_000_000, 6);
    buffer[used++] = '+';
    buffer[used++] = '0';
    buffer[used++] = '0';
    return this;
  }

  /** The same, or nothing for {@link Times#NEVER}. */
  CopyWriter instantOrNothing(long micros) {
    return micros == Times.NEVER ? nothing() : instant(micros);
  }

  void endRow() throws SQLException {
    buffer[used++] = '\n';
    firstColumn = true;
    rows++;
    if (used >= FLUSH_AT) {
      flush();
    }
  }

  /** Ends the copy. */
  long finish() throws SQLException {
    flush();
    copy.endCopy();
    return rows;
  }

  /** Gives the copy up if {@link #finish} was never reached. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer, 0, used);
    used = 0;
  }

  private void separate() {
    ensure(64);
    if (firstColumn) {
      firstColumn = false;
    } else {
      buffer[used++] = '\t';
    }
  }

  private void ensure(int more) {
    if (used + more + 64 > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * (used + more + 64));
    }
  }

  private void hex(long value, int shift, int digits) {
    for (int i = 0, s = shift; i < digits; i++, s -= 4) {
      buffer[used++] = HEX[(int) (value >>> s) & 15];
    }
  }

  private void digits(long value) {
    if (value < 0) {
      buffer[used++] = '-';
      digits(-value);
      return;
    }
    int length = 1;
    for (long v = value; v >= 10; v /= 10) {
      length++;
    }
    padded(value, length);
  }

  private void padded(long value, int width) {
    long v = value;
    for (int i = used + width - 1; i >= used; i--) {
      buffer[i] = (byte) ('0' + v % 10);
      v /= 10;
    }
    used += width;
  }
}
