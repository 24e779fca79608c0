package org.businessmetrics.report;

/**
 * What a page must know of a headline metric; the catalog has it.
 *
 * @param name as in {@code metric_values.metric}
 * @param title in plain words; a tile's title where the page gives none
 */
public record HeadlineInfo(String name, String title, Unit unit, Grain grain) {
  /**
   * The same from the catalog's words.
   *
   * @throws IllegalArgumentException when unit or grain is unknown
   */
  public static HeadlineInfo of(String name, String title, String unit, String grain) {
    return new HeadlineInfo(name, title, Unit.of(unit), Grain.of(grain));
  }
}
