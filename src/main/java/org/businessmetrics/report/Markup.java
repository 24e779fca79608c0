package org.businessmetrics.report;

/** Text inside HTML and XML. */
public final class Markup {
  private Markup() {}

  /** The text with what means something there written so that it is only text. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
