package org.businessmetrics.publish;

import java.time.LocalDate;
import java.util.List;

/**
 * A report that a publication queues to be mailed.
 *
 * @param report the name of the report's file without its ending
 * @param day what it is about: one that is published, now or before
 * @param recipients addresses, at least one
 */
public record QueuedReport(String report, LocalDate day, List<String> recipients) {
  public QueuedReport {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("recipients are [] (must be one or more)");
    }
  }
}
