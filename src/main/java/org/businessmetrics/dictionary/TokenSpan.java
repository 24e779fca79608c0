package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.businessmetrics.dictionary.SqlTokens.Kind;
import org.businessmetrics.dictionary.SqlTokens.Token;

/** A stretch of a query, of which brackets are whole. */
record TokenSpan(String sql, List<Token> tokens) {
  private static final Token NOTHING = new Token(Kind.SIGN, "", 0, 0);

  static TokenSpan of(String sql) {
    return new TokenSpan(sql, SqlTokens.significant(sql));
  }

  int size() {
    return tokens.size();
  }

  /** The token there; one that is nothing beyond the ends. */
  Token at(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : NOTHING;
  }

  TokenSpan part(int from, int to) {
    return new TokenSpan(sql, tokens.subList(Math.min(from, to), to));
  }

  TokenSpan from(int index) {
    return part(index, size());
  }

  /** The place of the bracket that closes the one at the index; the end where none does. */
  int closing(int index) {
    int depth = 0;
    for (int i = index; i < size(); i++) {
      depth += at(i).is("(") ? 1 : at(i).is(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return size();
  }

  /** What the bracket at the index holds. */
  TokenSpan inBrackets(int index) {
    return part(index + 1, closing(index));
  }

  /** The next of these words or signs outside brackets; the end where there is none. */
  int next(int index, Set<String> any) {
    int i = index;
    while (i < size()) {
      if (at(i).is("(")) {
        i = closing(i);
      } else if (at(i).kind() != Kind.LITERAL && any.contains(at(i).text())) {
        return i;
      }
      i++;
    }
    return size();
  }

  /** The parts between commas outside brackets. */
  List<TokenSpan> byComma() {
    List<TokenSpan> parts = new ArrayList<>();
    int start = 0;
    while (start < size()) {
      int comma = next(start, Set.of(","));
      parts.add(part(start, comma));
      start = comma + 1;
    }
    return parts;
  }

  boolean isQuery() {
    return at(0).is("select") || at(0).is("with") || (at(0).is("(") && inBrackets(0).isQuery());
  }

  /** As it is written, in one line. */
  String text() {
    if (tokens.isEmpty()) {
      return "";
    }
    return sql.substring(at(0).start(), at(size() - 1).end())
        .replaceAll("--[^\\n]*", "")
        .replaceAll("\\s+", " ");
  }
}
