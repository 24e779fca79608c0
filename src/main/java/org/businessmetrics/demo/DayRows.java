package org.businessmetrics.demo;

import java.util.Arrays;

/** The activity of one day in columns of primitives, to be read in the order of time. */
final class DayRows {
  /** Row number below, time of day above: sorting these sorts the rows, and ties stay in order. */
  private static final int ROW_BITS = 24;

  private long[] order = new long[1024];
  private long[] at = new long[1024];
  private int[] number = new int[1024];
  private byte[] type = new byte[1024];
  private long[] session = new long[1024];
  private int size;
  private long start;

  void clear(long dayStart) {
    size = 0;
    // Some rows of a day's first visits lie a little before it.
    start = dayStart - Times.DAY;
  }

  void add(long instant, int personNumber, int activityType, long sessionId) {
    if (size == at.length) {
      int larger = 2 * size;
      order = Arrays.copyOf(order, larger);
      at = Arrays.copyOf(at, larger);
      number = Arrays.copyOf(number, larger);
      type = Arrays.copyOf(type, larger);
      session = Arrays.copyOf(session, larger);
    }
    order[size] = (instant - start) << ROW_BITS | size;
    at[size] = instant;
    number[size] = personNumber;
    type[size] = (byte) activityType;
    session[size] = sessionId;
    size++;
  }

  void sort() {
    Arrays.sort(order, 0, size);
  }

  int size() {
    return size;
  }

  /** The row that is the {@code i}-th in time. */
  int inOrder(int i) {
    return (int) (order[i] & ((1 << ROW_BITS) - 1));
  }

  long at(int row) {
    return at[row];
  }

  /** The person's number, negative for a visitor without an account. */
  int number(int row) {
    return number[row];
  }

  int type(int row) {
    return type[row];
  }

  /** 0 when it is not known. */
  long session(int row) {
    return session[row];
  }
}
