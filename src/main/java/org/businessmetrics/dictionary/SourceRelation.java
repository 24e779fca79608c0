package org.businessmetrics.dictionary;

import java.util.List;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.Relation;

/**
 * A canonical relation and what the job's source makes it from.
 *
 * @param relation its name and columns
 * @param columns the canonical columns, then the given segments
 * @param file the file of the source; empty where it gives no such relation
 * @param sql the file's text where it is SQL, else empty
 * @param given what the file selects, or the columns of its header
 */
record SourceRelation(
    Relation relation, List<CanonicalColumn> columns, String file, String sql, Selection given) {

  String name() {
    return relation.name();
  }

  boolean isGiven() {
    return !file.isEmpty();
  }
}
