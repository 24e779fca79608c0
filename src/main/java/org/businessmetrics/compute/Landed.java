package org.businessmetrics.compute;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.businessmetrics.config.Funnel;

/**
 * What a run has read of the source, in files of its own: from here on nothing asks the source
 * again.
 *
 * @param userId the type that user ids have in Spark
 * @param relations the canonical relations that the source gives
 * @param quarantine a report for each relation that was read
 * @param anonymousRows rows of activity without a user
 * @param internalRows rows of activity of staff and test accounts
 * @param funnels those that the source defines
 */
public record Landed(
    DataType userId,
    Set<String> relations,
    List<Quarantine> quarantine,
    long anonymousRows,
    long internalRows,
    List<Funnel> funnels) {
  public Landed {
    relations = Set.copyOf(relations);
    quarantine = List.copyOf(quarantine);
    funnels = List.copyOf(funnels);
  }

  /** All rows that were read. */
  public long rowsRead() {
    return quarantine.stream().mapToLong(Quarantine::rowsRead).sum();
  }
}
