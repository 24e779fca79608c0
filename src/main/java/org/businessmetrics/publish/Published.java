package org.businessmetrics.publish;

import java.time.LocalDate;
import java.util.List;

/**
 * What a publication did.
 *
 * @param rows rows that the run stands behind, changed or not
 * @param added rows that are new
 * @param changed rows with another figure
 * @param vanished rows that are gone
 * @param restatements cells of published figures that changed
 * @param changedDays the days with a new data version, oldest first; empty when the run found
 *     everything as it was
 * @param restatedDays final days whose recurring revenue is known otherwise now, oldest first; they
 *     stay as published, and the run's first day takes the correction
 * @param restated of a rehearsal, the restated cells, the first 1,000 by table and key; else empty
 */
public record Published(
    long rows,
    long added,
    long changed,
    long vanished,
    long restatements,
    List<LocalDate> changedDays,
    List<LocalDate> restatedDays,
    List<Restatement> restated) {
  public Published {
    restatedDays = List.copyOf(restatedDays);
    changedDays = List.copyOf(changedDays);
    restated = List.copyOf(restated);
  }
}
