package org.businessmetrics.demo;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The dice of the simulation: the same start gives the same throws on every machine. */
final class Chance {
  private static final String LETTERS =
      "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private final SplittableRandom random;

  Chance(long start) {
    this.random = new SplittableRandom(start);
  }

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  /** Dice of their own for a part, so that its throws do not depend on what the others do. */
  Chance fork() {
    return new Chance(random.split());
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** From 0 to 1, without 1. */
  double share() {
    return random.nextDouble();
  }

  /** From {@code from} to {@code to}, without {@code to}. */
  long between(long from, long to) {
    return random.nextLong(from, to);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  long bits() {
    return random.nextLong();
  }

  /** Exponentially distributed waiting time. */
  double waiting(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A random UUID (version 4), as the application makes them. */
  UUID uuid() {
    return new UUID(uuidHigh(), uuidLow());
  }

  long uuidHigh() {
    return (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
  }

  long uuidLow() {
    return (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
  }

  /** A name such as the payment provider gives: the prefix and 24 letters and digits. */
  String name(String prefix) {
    StringBuilder name = new StringBuilder(prefix.length() + 24).append(prefix);
    for (int i = 0; i < 3; i++) {
      long bits = random.nextLong() >>> 1;
      for (int j = 0; j < 8; j++) {
        name.append(LETTERS.charAt((int) (bits % LETTERS.length())));
        bits /= LETTERS.length();
      }
    }
    return name.toString();
  }
}
