package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.businessmetrics.dictionary.Selection.Selected;
import org.businessmetrics.dictionary.SqlTokens.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from which columns each column of a query is made, through its CTEs and subqueries, in
 * the SQL of Spark as of PostgreSQL. Followed is what makes the value; what filters, joins and
 * groups is not. It never fails: what it does not understand has no origin.
 */
final class QueryReader {
  private static final Set<String> SETS = Set.of("union", "except", "intersect");
  private static final Set<String> AFTER_FROM =
      Set.of(
          "where",
          "group",
          "having",
          "order",
          "limit",
          "offset",
          "window",
          "qualify",
          "cluster",
          "distribute",
          "sort");
  private static final Set<String> NO_ALIAS = Set.of("end", "null", "true", "false");

  private final Function<String, Selection> relations;

  /**
   * @param relations what a name stands for that is no CTE
   */
  QueryReader(Function<String, Selection> relations) {
    this.relations = relations;
  }

  Selection read(String sql) {
    return query(TokenSpan.of(sql), Map.of(), null);
  }

  Selection query(TokenSpan span, Map<String, Selection> ctes, @Nullable Scope outer) {
    if (span.at(0).is("(") && span.closing(0) == span.size() - 1) {
      return query(span.inBrackets(0), ctes, outer);
    }
    Map<String, Selection> known = new HashMap<>(ctes);
    TokenSpan body = span.at(0).is("with") ? withCtes(span, known, outer) : span;
    int end = body.next(0, SETS);
    Selection result = branch(body.part(0, end), known, outer);
    while (end < body.size()) {
      int start = end + 1;
      while (body.at(start).is("all") || body.at(start).is("distinct")) {
        start++;
      }
      end = body.next(start, SETS);
      result = result.union(branch(body.part(start, end), known, outer));
    }
    return result;
  }

  /** Reads the CTEs into the map, and returns what follows them. */
  private TokenSpan withCtes(TokenSpan span, Map<String, Selection> known, @Nullable Scope outer) {
    int i = span.at(1).is("recursive") ? 2 : 1;
    while (i < span.size()) {
      String name = span.at(i).text();
      int bracket = span.next(i, Set.of("as"));
      while (bracket < span.size() && !span.at(bracket).is("(")) {
        bracket++;
      }
      known.put(name, query(span.inBrackets(bracket), known, outer));
      int after = span.closing(bracket) + 1;
      if (!span.at(after).is(",")) {
        return span.from(after);
      }
      i = after + 1;
    }
    return span.from(i);
  }

  private Selection branch(TokenSpan span, Map<String, Selection> known, @Nullable Scope outer) {
    if (span.at(0).is("(")) {
      return query(span.inBrackets(0), known, outer);
    }
    if (!span.at(0).is("select")) {
      return Selection.EMPTY;
    }
    int from = endOfList(span);
    int where = span.next(from, AFTER_FROM);
    Scope scope = new FromClause(this, known).read(span.part(from + 1, where), outer);
    int start = span.at(1).is("distinct") || span.at(1).is("all") ? 2 : 1;
    List<Selected> columns = new ArrayList<>();
    boolean isOpen = false;
    for (TokenSpan item : span.part(start, from).byComma()) {
      if (item.at(item.size() - 1).is("*")) {
        List<Selection> all = all(item, scope);
        all.forEach(selection -> columns.addAll(selection.columns()));
        isOpen |= all.stream().anyMatch(Selection::isOpen);
      } else {
        columns.add(item(item, new Expressions(this, known, scope, columns)));
      }
    }
    return new Selection(List.copyOf(columns), scope.rows(), isOpen);
  }

  /** The FROM of a SELECT, which that of {@code is distinct from} is not. */
  private static int endOfList(TokenSpan span) {
    int from = span.next(1, Set.of("from"));
    while (from < span.size() && span.at(from - 1).is("distinct")) {
      from = span.next(from + 1, Set.of("from"));
    }
    return from;
  }

  /** What a star stands for, with or without an alias before it. */
  private static List<Selection> all(TokenSpan item, Scope scope) {
    if (item.size() == 1) {
      return scope.relations().stream().map(Scope.Seen::selection).toList();
    }
    return scope.relation(item.at(0).text()).stream().toList();
  }

  private static Selected item(TokenSpan item, Expressions expressions) {
    int last = item.size() - 1;
    int end = item.size();
    if (last > 0 && item.at(last - 1).is("as")) {
      end = last - 1;
    } else if (last > 0 && item.at(last).isWord() && endsAValue(item, last)) {
      end = last;
    }
    TokenSpan value = item.part(0, end);
    NavigableSet<Origin> origins = new TreeSet<>(expressions.origins(value));
    return new Selected(item.at(last).text(), List.of(value.text()), origins);
  }

  /** Whether the word there can only be an alias without AS. */
  private static boolean endsAValue(TokenSpan item, int last) {
    SqlTokens.Token before = item.at(last - 1);
    boolean isValue = before.isWord() || before.is(")") || before.kind() == Kind.LITERAL;
    return isValue && !NO_ALIAS.contains(item.at(last).text());
  }

  /** What a name in FROM stands for. */
  Selection relation(String name, Map<String, Selection> ctes) {
    Selection cte = ctes.get(name);
    return cte == null ? relations.apply(name) : cte;
  }
}
