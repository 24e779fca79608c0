package org.businessmetrics.dictionary;

import org.businessmetrics.dictionary.SqlTokens.Token;

/** SQL as people like to read it. */
final class SqlHtml {
  private SqlHtml() {}

  /** Folded away under a line that names it. */
  static void folded(Html html, String summary, String sql) {
    html.open("details").element("summary", summary).open("pre").open("code");
    for (Token token : SqlTokens.all(sql.strip())) {
      String text = sql.strip().substring(token.start(), token.end());
      String look = look(token);
      if (look.isEmpty()) {
        html.text(text);
      } else {
        html.element("span", text, "class", look);
      }
    }
    html.close().close().close();
  }

  private static String look(Token token) {
    return switch (token.kind()) {
      case COMMENT -> "comment";
      case LITERAL -> "literal";
      case PARAMETER -> "parameter";
      case WORD -> SqlTokens.KEYWORDS.contains(token.text()) ? "keyword" : "";
      case SIGN, SPACE -> "";
    };
  }
}
