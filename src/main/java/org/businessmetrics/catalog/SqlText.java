package org.businessmetrics.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL as it counts: without comments, and with the white space that nobody computes with. */
final class SqlText {
  /**
   * One token: a comment, a quoted text or name (a backslash escapes, as in Spark), a word, or any
   * other single character.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<skip>--[^\\n]*|/\\*.*?\\*/|\\s+)\
          |'(?:[^'\\\\]|\\\\.|'')*+'|"(?:[^"\\\\]|\\\\.|"")*+"|`(?:[^`]|``)*+`\
          |[\\p{L}\\p{N}_]+|.""",
          Pattern.DOTALL);

  private SqlText() {}

  /** The tokens joined by single spaces; literals are left as they are. */
  static String normalised(String sql) {
    StringBuilder tokens = new StringBuilder();
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      if (token.group("skip") == null) {
        tokens.append(tokens.isEmpty() ? "" : " ").append(token.group());
      }
    }
    return tokens.toString();
  }
}
