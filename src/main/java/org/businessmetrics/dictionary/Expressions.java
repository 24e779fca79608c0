package org.businessmetrics.dictionary;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.businessmetrics.dictionary.Selection.Selected;
import org.businessmetrics.dictionary.SqlTokens.Kind;

/** Finds the columns that an expression is made from. */
final class Expressions {
  private final QueryReader reader;
  private final Map<String, Selection> ctes;
  private final Scope scope;
  private final List<Selected> earlier;

  /**
   * @param earlier the columns of the same SELECT that stand before the expression, which Spark
   *     lets it name
   */
  Expressions(
      QueryReader reader, Map<String, Selection> ctes, Scope scope, List<Selected> earlier) {
    this.reader = reader;
    this.ctes = ctes;
    this.scope = scope;
    this.earlier = earlier;
  }

  NavigableSet<Origin> origins(TokenSpan span) {
    NavigableSet<Origin> origins = new TreeSet<>();
    int i = 0;
    while (i < span.size()) {
      i = next(span, i, origins);
    }
    return origins;
  }

  /** Adds what stands at the index, and returns the place after it. */
  private int next(TokenSpan span, int i, NavigableSet<Origin> origins) {
    if (span.at(i).is("(") && span.inBrackets(i).isQuery()) {
      Selection inner = reader.query(span.inBrackets(i), ctes, scope);
      inner.columns().forEach(column -> origins.addAll(column.origins()));
      return span.closing(i) + 1;
    }
    if (!span.at(i).isWord() || isType(span, i)) {
      return i + 1;
    }
    if (span.at(i + 1).kind() == Kind.LITERAL) {
      return span.at(i).is("interval") ? i + 3 : i + 1;
    }
    if (span.at(i + 1).is("(")) {
      if (span.at(i).is("count") && span.at(i + 2).is("*")) {
        origins.addAll(scope.rows());
      }
      return i + 1;
    }
    int after = i + 1;
    while (span.at(after).is(".") && span.at(after + 1).isWord()) {
      after += 2;
    }
    add(span, i, after, origins);
    return after;
  }

  /** A name with what its dots add: a column, of a relation or not, and fields of it. */
  private void add(TokenSpan span, int from, int after, NavigableSet<Origin> origins) {
    String first = span.at(from).text();
    if (after > from + 1) {
      var relation = scope.relation(first);
      if (relation.isPresent()) {
        relation
            .flatMap(selection -> selection.origins(span.at(from + 2).text()))
            .ifPresent(origins::addAll);
        return;
      }
    }
    scope
        .column(first)
        .or(
            () ->
                earlier.stream()
                    .filter(column -> column.name().equals(first))
                    .map(Selected::origins)
                    .findFirst())
        .ifPresent(origins::addAll);
  }

  /** Whether the word there names what a value is cast to. */
  private static boolean isType(TokenSpan span, int i) {
    return span.at(i - 1).is("::") || span.at(i - 1).is("as");
  }
}
