package org.businessmetrics.deliver;

import java.time.LocalDate;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportSnapshot;

/** Where the snapshot of a published day comes from. */
public interface Snapshots {
  /**
   * The day's report as it stands published.
   *
   * @throws Failure when the day is not published, or the report can't be read
   */
  ReportSnapshot of(LocalDate day);
}
