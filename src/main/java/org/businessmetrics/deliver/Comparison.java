package org.businessmetrics.deliver;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.report.Excerpt;
import org.businessmetrics.report.Excerpt.Tile;
import org.businessmetrics.report.ReportSnapshot;

/**
 * What has moved since a report that somebody was sent.
 *
 * @param day the day of that report
 * @param moves its tiles that have another figure now
 * @param finalMoves figures that were final in it and are others now
 */
record Comparison(LocalDate day, List<Move> moves, List<Excerpt.FinalMove> finalMoves) {
  /** A tile's figure then and now. */
  record Move(String name, Tile before, Tile now) {
    /** The relative change; empty where it has none: from nothing, or over zero. */
    Optional<BigDecimal> relative() {
      if (before.number().isEmpty() || now.number().isEmpty()) {
        return Optional.empty();
      }
      BigDecimal was = before.number().get();
      BigDecimal is = now.number().get();
      return was.signum() == 0 || was.signum() != is.signum()
          ? Optional.empty()
          : Optional.of(is.subtract(was).divide(was, MathContext.DECIMAL64).abs());
    }

    /** As in "Daily active users: 61,300 → 61,452". */
    String text() {
      return "%s: %s → %s".formatted(name, before.exact(), now.exact());
    }
  }

  static Comparison of(ReportSnapshot before, ReportSnapshot now) {
    List<Tile> then = Excerpt.of(before).tiles();
    List<Tile> since = Excerpt.tilesOf(now, before.day());
    List<Move> moves = new ArrayList<>();
    for (Tile was : then) {
      since.stream()
          .filter(tile -> tile.metric().equals(was.metric()) && tile.name().equals(was.name()))
          .filter(tile -> differs(was.number(), tile.number()))
          .findFirst()
          .ifPresent(is -> moves.add(new Move(was.name(), was, is)));
    }
    return new Comparison(before.day().day(), moves, Excerpt.finalMoves(before, now));
  }

  private static boolean differs(Optional<BigDecimal> one, Optional<BigDecimal> other) {
    return one.isPresent() != other.isPresent()
        || (one.isPresent() && one.get().compareTo(other.get()) != 0);
  }

  boolean isEmpty() {
    return moves.isEmpty() && finalMoves.isEmpty();
  }

  /**
   * Whether it is worth a message of its own: a tile moved by more than the bound, appeared,
   * vanished or changed its sign, or a final day moved.
   */
  boolean isCorrection(BigDecimal above) {
    return !finalMoves.isEmpty()
        || moves.stream()
            .anyMatch(move -> move.relative().map(by -> by.compareTo(above) > 0).orElse(true));
  }

  /** One line a figure, the tiles' first. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    moves.forEach(move -> lines.add(move.text()));
    finalMoves.forEach(
        move ->
            lines.add(
                "%s of %s, which was final: %s → %s"
                    .formatted(move.name(), Excerpt.brief(move.day()), move.before(), move.now())));
    return lines;
  }
}
