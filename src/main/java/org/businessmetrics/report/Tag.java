package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;

/** What a part of a page is to somebody who does not see it. */
sealed interface Tag {

  /** Whether the text inside is its own, rather than that of its parts. */
  default boolean holdsText() {
    return !(this instanceof Table || this instanceof Row || this instanceof Figure);
  }

  /** The report's title. */
  record Title() implements Tag {}

  /** The title of a tile, a chart or a table. */
  record Heading() implements Tag {}

  record Paragraph() implements Tag {}

  /**
   * A picture.
   *
   * @param alternative what it shows, in words
   */
  record Figure(String alternative, Rectangle2D area) implements Tag {}

  record Table() implements Tag {}

  record Row() implements Tag {}

  record Cell() implements Tag {}

  /** The head of a column, or of a row. */
  record Head(boolean ofColumn) implements Tag {}
}
