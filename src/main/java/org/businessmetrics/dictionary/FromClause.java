package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.businessmetrics.dictionary.Scope.Seen;
import org.businessmetrics.dictionary.Selection.Selected;
import org.jspecify.annotations.Nullable;

/** Reads what stands between FROM and WHERE. */
final class FromClause {
  private static final Set<String> OPTIONAL = Set.of("left", "full");
  private static final Set<String> JOINS =
      Set.of(
          ",", "join", "inner", "cross", "left", "right", "full", "outer", "semi", "anti",
          "natural", "lateral", "only");
  private static final Set<String> NO_ALIAS = Set.of("on", "using", "with", "tablesample", "as");

  private final QueryReader reader;
  private final Map<String, Selection> ctes;

  FromClause(QueryReader reader, Map<String, Selection> ctes) {
    this.reader = reader;
    this.ctes = ctes;
  }

  Scope read(TokenSpan span, @Nullable Scope outer) {
    Scope scope = Scope.inside(outer);
    int i = 0;
    boolean isOptional = false;
    while (i < span.size()) {
      String word = span.at(i).text();
      if (span.at(i).is("lateral") && span.at(i + 1).is("view")) {
        i = lateralView(span, i + 2, scope);
      } else if (JOINS.contains(word)) {
        isOptional |= OPTIONAL.contains(word);
        i++;
      } else if (span.at(i).is("on")) {
        i = endOfCondition(span, i + 1);
        isOptional = false;
      } else if (span.at(i).is("using")) {
        i = span.closing(i + 1) + 1;
        isOptional = false;
      } else {
        i = relation(span, i, isOptional, scope);
      }
    }
    return scope;
  }

  /** Adds what begins at the index, and returns the place after it. */
  private int relation(TokenSpan span, int index, boolean isOptional, Scope scope) {
    int i = index;
    String name = "";
    Selection selection;
    if (span.at(i).is("(")) {
      TokenSpan inside = span.inBrackets(i);
      i = span.closing(i) + 1;
      if (!inside.isQuery()) {
        scope.relations().addAll(read(inside, scope.outer()).relations());
        return i;
      }
      selection = reader.query(inside, ctes, scope);
    } else {
      while (span.at(i + 1).is(".")) {
        i += 2;
      }
      name = span.at(i).text();
      i++;
      if (span.at(i).is("(")) {
        selection = function(name, span.inBrackets(i), scope);
        i = span.closing(i) + 1;
      } else {
        selection = reader.relation(name, ctes);
      }
    }
    if (span.at(i).is("with") && span.at(i + 1).is("ordinality")) {
      i += 2;
    }
    if (span.at(i).is("as")) {
      i++;
    }
    if (span.at(i).isWord() && !JOINS.contains(span.at(i).text()) && !isKept(span, i)) {
      name = span.at(i).text();
      i++;
    }
    if (span.at(i).is("(")) {
      selection = renamed(selection, span.inBrackets(i));
      i = span.closing(i) + 1;
    }
    scope.relations().add(new Seen(name, selection, isOptional));
    return Math.max(i, index + 1);
  }

  private static boolean isKept(TokenSpan span, int index) {
    return NO_ALIAS.contains(span.at(index).text());
  }

  /** {@code explode(…) [table] [as column, …]}: a column more for every row. */
  private int lateralView(TokenSpan span, int index, Scope scope) {
    int i = span.at(index).is("outer") ? index + 1 : index;
    NavigableSet<Origin> origins = expressions(scope).origins(span.inBrackets(i + 1));
    i = span.closing(i + 1) + 1;
    String alias = "";
    if (span.at(i).isWord() && !span.at(i).is("as") && !JOINS.contains(span.at(i).text())) {
      alias = span.at(i).text();
      i++;
    }
    List<Selected> columns = new ArrayList<>();
    if (span.at(i).is("as")) {
      do {
        columns.add(new Selected(span.at(i + 1).text(), List.of(), origins));
        i += 2;
      } while (span.at(i).is(","));
    }
    scope.relations().add(new Seen(alias, new Selection(columns, origins, false), true));
    return i;
  }

  /** A function that gives rows: each of its columns is made from all that it is given. */
  private Selection function(String name, TokenSpan arguments, Scope scope) {
    NavigableSet<Origin> origins = expressions(scope).origins(arguments);
    return new Selection(List.of(new Selected(name, List.of(), origins)), origins, false);
  }

  private Expressions expressions(Scope scope) {
    return new Expressions(reader, ctes, scope, List.of());
  }

  private static Selection renamed(Selection selection, TokenSpan names) {
    List<Selected> columns = new ArrayList<>();
    for (TokenSpan name : names.byComma()) {
      int position = columns.size();
      NavigableSet<Origin> origins =
          position < selection.columns().size()
              ? selection.columns().get(position).origins()
              : new TreeSet<>(selection.rows());
      columns.add(new Selected(name.at(0).text(), List.of(), origins));
    }
    return new Selection(columns, selection.rows(), false);
  }

  /** Where the next relation begins; {@code left(…)} is a function, not a join. */
  private static int endOfCondition(TokenSpan span, int index) {
    int i = span.next(index, JOINS);
    while (i < span.size() && span.at(i + 1).is("(") && OPTIONAL.contains(span.at(i).text())) {
      i = span.next(i + 1, JOINS);
    }
    return i;
  }
}
