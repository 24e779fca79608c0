package org.businessmetrics.dictionary;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Well-formed HTML, written from the top down; every text is escaped. */
final class Html {
  private final StringBuilder page = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Html open(String tag, String... attributes) {
    tag(tag, attributes);
    open.push(tag);
    return this;
  }

  /** Closes the element that was opened last. */
  Html close() {
    String tag = open.pop();
    page.append("</").append(tag).append('>');
    return isBlock(tag) ? line() : this;
  }

  Html text(String text) {
    page.append(escape(text));
    return this;
  }

  /** An element with nothing but text in it. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** A link within the page. */
  Html link(String anchor, String text) {
    return element("a", text, "href", "#" + anchor);
  }

  /** A table; on a narrow screen it scrolls by itself. */
  Html grid(List<String> headings, Runnable rows) {
    open("div", "class", "scroll").open("table").open("thead").open("tr");
    headings.forEach(heading -> element("th", heading));
    close().close().open("tbody");
    rows.run();
    return close().close().close();
  }

  /** What is HTML already. */
  Html html(String html) {
    page.append(html);
    return this;
  }

  /** An element without content. */
  Html empty(String tag, String... attributes) {
    tag(tag, attributes);
    page.setLength(page.length() - 1);
    page.append(" />");
    return this;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Elements are still open: " + open);
    }
    return page.toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private Html line() {
    page.append('\n');
    return this;
  }

  private void tag(String tag, String... attributes) {
    page.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      page.append(' ').append(attributes[i]).append("=\"");
      page.append(escape(attributes[i + 1])).append('"');
    }
    page.append('>');
  }

  private static boolean isBlock(String tag) {
    return !tag.equals("a") && !tag.equals("code") && !tag.equals("span") && !tag.equals("strong");
  }
}
