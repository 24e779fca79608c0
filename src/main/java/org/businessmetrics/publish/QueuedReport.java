package org.businessmetrics.publish;

import java.util.List;

/**
 * The report that a publication queues to be mailed: the one of its last day.
 *
 * @param report the name of the report's file without its ending
 * @param recipients addresses, at least one
 */
public record QueuedReport(String report, List<String> recipients) {
  public QueuedReport {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("recipients are [] (must be one or more)");
    }
  }
}
