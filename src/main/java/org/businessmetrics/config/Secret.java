package org.businessmetrics.config;

/** A value that must never be printed: {@link #toString()} shows asterisks. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
