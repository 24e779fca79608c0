package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The relations that a SELECT sees under their aliases, and those of the query around it.
 *
 * @param outer what a subquery sees too; null for the outermost
 */
record Scope(List<Seen> relations, @Nullable Scope outer) {

  /**
   * @param isOptional whether it only adds columns to rows that are there anyway, as by a left join
   */
  record Seen(String alias, Selection selection, boolean isOptional) {}

  static Scope inside(@Nullable Scope outer) {
    return new Scope(new ArrayList<>(), outer);
  }

  Optional<Selection> relation(String alias) {
    Optional<Selection> found =
        relations.stream()
            .filter(seen -> seen.alias().equals(alias))
            .map(Seen::selection)
            .findFirst();
    return found.isEmpty() && outer != null ? outer.relation(alias) : found;
  }

  /** What an unqualified name stands for: a column of one of the relations. */
  Optional<NavigableSet<Origin>> column(String name) {
    for (Seen seen : relations) {
      Optional<Selection.Selected> found = seen.selection().column(name);
      if (found.isPresent()) {
        return found.map(Selection.Selected::origins);
      }
    }
    if (relations.size() == 1
        && relations.get(0).selection().isOpen()
        && !SqlTokens.KEYWORDS.contains(name)) {
      return relations.get(0).selection().origins(name);
    }
    return outer == null ? Optional.empty() : outer.column(name);
  }

  /** Whose rows are counted. */
  NavigableSet<Origin> rows() {
    NavigableSet<Origin> rows = new TreeSet<>();
    relations.stream()
        .filter(seen -> !seen.isOptional())
        .forEach(seen -> rows.addAll(seen.selection().rows()));
    return rows;
  }
}
