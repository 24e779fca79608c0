package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL of Spark or PostgreSQL taken apart into words, literals and signs. */
final class SqlTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<space>\\s+)\
          |(?<comment>--[^\\n]*|/\\*.*?\\*/)\
          |(?<literal>'(?:[^'\\\\]|\\\\.|'')*+'|\\d[\\w.]*)\
          |(?<name>"(?:[^"]|"")*+"|`(?:[^`]|``)*+`)\
          |(?<parameter>(?<!:):(?:"\\w+"|[a-z_]\\w*))\
          |(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)\
          |(?<sign>::|->|.)""",
          Pattern.DOTALL);

  /** Words of the language that stand between names. */
  static final Set<String> KEYWORDS =
      Set.of(
          """
          all and any array as asc between by case cast cross current desc distinct else end escape
          except exists false filter following for from full grant group having if ilike in inner
          intersect interval is join lag lateral left like limit not null nulls on or order
          ordinality over partition preceding range recursive right rlike row rows select similar
          then to true unbounded union using values view when where window with within\
          """
              .split("\\s+"));

  /** What a token is. */
  enum Kind {
    WORD,
    LITERAL,
    PARAMETER,
    SIGN,
    COMMENT,
    SPACE
  }

  /**
   * @param text words in lower case, quoted names without their quotes; the rest as it is written
   * @param start where it begins in the SQL
   * @param end where it is over
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean is(String sign) {
      return text.equals(sign) && kind != Kind.LITERAL;
    }

    boolean isWord() {
      return kind == Kind.WORD;
    }
  }

  private SqlTokens() {}

  /** All of it, so that the tokens' places cover the SQL without a gap. */
  static List<Token> all(String sql) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sql);
    while (matcher.find()) {
      Kind kind = kind(matcher);
      tokens.add(new Token(kind, text(matcher, kind), matcher.start(), matcher.end()));
    }
    return tokens;
  }

  /** Without comments and space. */
  static List<Token> significant(String sql) {
    return all(sql).stream()
        .filter(token -> token.kind() != Kind.SPACE && token.kind() != Kind.COMMENT)
        .toList();
  }

  private static Kind kind(Matcher matcher) {
    if (matcher.group("space") != null) {
      return Kind.SPACE;
    }
    if (matcher.group("comment") != null) {
      return Kind.COMMENT;
    }
    if (matcher.group("literal") != null) {
      return Kind.LITERAL;
    }
    if (matcher.group("parameter") != null) {
      return Kind.PARAMETER;
    }
    return matcher.group("sign") == null ? Kind.WORD : Kind.SIGN;
  }

  private static String text(Matcher matcher, Kind kind) {
    String text = matcher.group();
    if (matcher.group("name") != null) {
      return text.substring(1, text.length() - 1);
    }
    return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : text;
  }
}
