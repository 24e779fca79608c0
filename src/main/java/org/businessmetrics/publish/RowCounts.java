package org.businessmetrics.publish;

import java.time.LocalDate;
import java.util.List;

/** What has been written so far, over all tables. */
final class RowCounts {
  long rows;
  long added;
  long changed;
  long vanished;
  long restatements;

  Published published(List<LocalDate> changedDays, List<LocalDate> restatedDays) {
    return new Published(
        rows, added, changed, vanished, restatements, changedDays, restatedDays, List.of());
  }
}
