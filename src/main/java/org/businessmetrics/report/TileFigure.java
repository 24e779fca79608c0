package org.businessmetrics.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.ReportConfig.Goal;
import org.businessmetrics.report.ReportConfig.Tile;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Point;
import org.jspecify.annotations.Nullable;

/**
 * What one tile says, in words and numbers; every renderer shows the same.
 *
 * @param value as printed, "–" when it is not known
 * @param noun the unit's word behind it, empty where the value carries it
 * @param exact the value with all its digits
 * @param spark the last 30 periods, oldest first
 * @param bands where the newest of them would usually be
 * @param elsewhere where to find the figure in other currencies, as "+2 more, page 3"
 * @param target what the month should reach, where it should reach anything
 * @param reason why there is no value, when there is none
 */
record TileFigure(
    Tile tile,
    Optional<String> currency,
    String value,
    String noun,
    String exact,
    @Nullable BigDecimal number,
    LocalDate first,
    LocalDate last,
    boolean isFinal,
    List<Change> changes,
    List<String> notes,
    List<Point> spark,
    List<Band> bands,
    Optional<String> elsewhere,
    Optional<TargetBar> target,
    Optional<String> reason) {

  /** The value as tables have it. */
  String inTable() {
    return NumberText.table(number, tile.measure().unit(), currency);
  }

  /**
   * How far a figure is on the way to its month's target.
   *
   * @param text the target as printed
   * @param share of the target that is reached
   * @param pace the share that would be reached at an even pace; 1 for a level, which is not summed
   */
  record TargetBar(String text, BigDecimal share, BigDecimal pace) {}

  /** Whether a change is welcome. */
  enum Tone {
    GOOD,
    BAD,
    NEUTRAL
  }

  /** Which way the arrow points. */
  enum Direction {
    UP,
    DOWN,
    FLAT
  }

  /**
   * A change against an earlier value.
   *
   * @param text with its sign, as +3.2%; "–" when one side is not known
   * @param against the earlier value's period, in words
   */
  record Change(String text, String against, Direction direction, Tone tone) {
    static Change of(@Nullable BigDecimal delta, boolean points, String against, Goal goal) {
      String text = NumberText.change(delta, points);
      if (delta == null || text.startsWith("±")) {
        return new Change(text, against, Direction.FLAT, Tone.NEUTRAL);
      }
      boolean up = delta.signum() > 0;
      Tone tone = up == (goal == Goal.UP) ? Tone.GOOD : Tone.BAD;
      return new Change(text, against, up ? Direction.UP : Direction.DOWN, tone);
    }

    /** Whether there was an earlier value to compare with. */
    boolean isKnown() {
      return !text.equals(NumberText.UNKNOWN);
    }
  }

  /** The title as the page prints it. */
  String title() {
    return tile.title();
  }
}
