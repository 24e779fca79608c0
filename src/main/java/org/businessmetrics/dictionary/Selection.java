package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a query gives.
 *
 * @param columns in order
 * @param rows whose rows decide how many it gives
 * @param isOpen whether it has columns that nobody knows, as a table of the application
 */
record Selection(List<Selected> columns, NavigableSet<Origin> rows, boolean isOpen) {
  static final Selection EMPTY = new Selection(List.of(), new TreeSet<>(), false);

  /**
   * A column of a query's result.
   *
   * @param expressions as written; several where halves of a union differ
   * @param origins what its value is made from
   */
  record Selected(String name, List<String> expressions, NavigableSet<Origin> origins) {
    /** The same column, renamed. */
    Selected as(String other) {
      return new Selected(other, expressions, origins);
    }
  }

  /** A relation of which every column is its own origin. */
  static Selection of(String relation, List<String> columns) {
    List<Selected> selected = new ArrayList<>();
    for (String column : columns) {
      selected.add(
          new Selected(
              column, List.of(column), new TreeSet<>(Set.of(new Origin(relation, column)))));
    }
    return new Selection(selected, rowsOf(relation), false);
  }

  /** A relation whose columns are known only by their use. */
  static Selection open(String relation) {
    return new Selection(List.of(), rowsOf(relation), true);
  }

  Optional<Selected> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** What a column is made from; nothing where there is no such column. */
  Optional<NavigableSet<Origin>> origins(String name) {
    Optional<NavigableSet<Origin>> found = column(name).map(Selected::origins);
    if (found.isEmpty() && isOpen) {
      NavigableSet<Origin> own = new TreeSet<>();
      rows.forEach(relation -> own.add(new Origin(relation.relation(), name)));
      return Optional.of(own);
    }
    return found;
  }

  /** Both halves of a union, column by column. */
  Selection union(Selection other) {
    List<Selected> merged = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Selected mine = columns.get(i);
      if (i >= other.columns.size()) {
        merged.add(mine);
        continue;
      }
      List<String> expressions = new ArrayList<>(mine.expressions());
      other.columns.get(i).expressions().stream()
          .filter(expression -> !expressions.contains(expression))
          .forEach(expressions::add);
      merged.add(
          new Selected(
              mine.name(), expressions, both(mine.origins(), other.columns.get(i).origins())));
    }
    return new Selection(merged, both(rows, other.rows), isOpen || other.isOpen);
  }

  private static NavigableSet<Origin> both(Set<Origin> one, Set<Origin> other) {
    NavigableSet<Origin> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  private static NavigableSet<Origin> rowsOf(String relation) {
    return new TreeSet<>(Set.of(new Origin(relation, Origin.ROWS)));
  }
}
