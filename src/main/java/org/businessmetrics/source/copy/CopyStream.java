package org.businessmetrics.source.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import org.postgresql.copy.CopyOut;

/**
 * The bytes of a binary COPY as one stream. The server sends a message a row, so that a row is
 * nearly always read from the array in which it came; rows cut by messages are put together.
 *
 * <p>Format: https://www.postgresql.org/docs/current/sql-copy.html (Binary Format).
 */
final class CopyStream {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final int SIGNATURE_AND_FLAGS = 11 + Integer.BYTES;

  private final CopyOut copy;
  private byte[] data = {};
  private int position;

  CopyStream(CopyOut copy) {
    this.copy = copy;
  }

  /** Skips the header. */
  void skipHeader() throws SQLException {
    ensure(SIGNATURE_AND_FLAGS + Integer.BYTES);
    position += SIGNATURE_AND_FLAGS;
    int extension = nextInt();
    ensure(extension);
    position += extension;
  }

  short nextShort() throws SQLException {
    ensure(Short.BYTES);
    short value = (short) SHORT.get(data, position);
    position += Short.BYTES;
    return value;
  }

  int nextInt() throws SQLException {
    ensure(Integer.BYTES);
    int value = (int) INT.get(data, position);
    position += Integer.BYTES;
    return value;
  }

  long nextLong() throws SQLException {
    ensure(Long.BYTES);
    long value = (long) LONG.get(data, position);
    position += Long.BYTES;
    return value;
  }

  byte nextByte() throws SQLException {
    ensure(1);
    return data[position++];
  }

  /** Makes the next bytes stand in {@link #array} from the returned offset on, and passes them. */
  int nextBytes(int length) throws SQLException {
    ensure(length);
    int offset = position;
    position += length;
    return offset;
  }

  /** The array that {@link #nextBytes} speaks of; valid until the next read. */
  byte[] array() {
    return data;
  }

  /** Reads what follows the last row, so that the connection is free for the next statement. */
  void drain() throws SQLException {
    while (copy.readFromCopy() != null) {
      position = data.length;
    }
  }

  private void ensure(int length) throws SQLException {
    while (data.length - position < length) {
      byte[] next = copy.readFromCopy();
      if (next == null) {
        throw new SQLException("The COPY ended inside a row", "08006");
      }
      int left = data.length - position;
      if (left == 0) {
        data = next;
      } else {
        byte[] joined = new byte[left + next.length];
        System.arraycopy(data, position, joined, 0, left);
        System.arraycopy(next, 0, joined, left, next.length);
        data = joined;
      }
      position = 0;
    }
  }
}
