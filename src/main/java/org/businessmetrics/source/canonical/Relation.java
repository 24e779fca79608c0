package org.businessmetrics.source.canonical;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.businessmetrics.source.canonical.CanonicalColumn.Presence;

/**
 * A canonical relation.
 *
 * @param columns the columns, in the order in which every reader gets them
 * @param oneOf columns of which at least one must be given (empty: no such rule)
 * @param keyColumn what names a row in messages and in quarantine
 * @param timeColumns by which time ranges are cut: the first of them that has a value; none for a
 *     relation that is always read whole
 * @param newestColumn whose maximum tells how fresh the relation is
 */
public record Relation(
    String name,
    List<CanonicalColumn> columns,
    List<String> oneOf,
    String keyColumn,
    List<String> timeColumns,
    Optional<String> newestColumn) {
  private static final String SEGMENT_PREFIX = "segment_";

  public Relation {
    columns = List.copyOf(columns);
    oneOf = List.copyOf(oneOf);
    timeColumns = List.copyOf(timeColumns);
  }

  /** The canonical column of that name: one of {@link #columns} or a segment of the accounts. */
  public Optional<CanonicalColumn> column(String name) {
    if (isSegment(name)) {
      return Optional.of(new CanonicalColumn(name, ColumnType.TEXT, Presence.OPTIONAL));
    }
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** All columns of a reader's rows: the canonical ones in order, then the given segments. */
  public List<CanonicalColumn> columnsWithSegments(Collection<String> given) {
    Stream<CanonicalColumn> segments =
        given.stream().filter(this::isSegment).sorted().flatMap(name -> column(name).stream());
    return Stream.concat(columns.stream(), segments).toList();
  }

  private boolean isSegment(String column) {
    return name.equals(Canonical.ACCOUNTS)
        && column.startsWith(SEGMENT_PREFIX)
        && column.length() > SEGMENT_PREFIX.length();
  }
}
