package org.businessmetrics.report;

import java.util.Optional;

/**
 * What a report must know of a headline metric; the catalog has it.
 *
 * @param name as in {@code metric_values.metric}
 * @param title in plain words; a tile's title where the report gives none
 * @param definition what it means, in words
 * @param segment what the metric is broken down by where it has no total
 * @param parts an SQL query of what a fraction divides by what; empty for what is none
 * @param origin the table and column that the figure is, as "active_users_daily.dau"; empty for an
 *     expression
 * @param replayed whether it rests on the history of subscriptions
 */
public record HeadlineInfo(
    String name,
    String title,
    Unit unit,
    Grain grain,
    String definition,
    Optional<String> segment,
    Optional<String> parts,
    Optional<String> origin,
    boolean replayed) {
  /**
   * The same from the catalog's words, for a metric of everybody.
   *
   * @throws IllegalArgumentException when unit or grain is unknown
   */
  public static HeadlineInfo of(String name, String title, String unit, String grain) {
    return new HeadlineInfo(
        name,
        title,
        Unit.of(unit),
        Grain.of(grain),
        title,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }
}
