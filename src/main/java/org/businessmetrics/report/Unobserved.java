package org.businessmetrics.report;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.businessmetrics.report.ReportConfig.Measure;
import org.businessmetrics.report.ReportSnapshot.Span;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;

/** The days on a chart's time axis whose figures were replayed, not observed. */
record Unobserved(List<Span> spans) {
  Unobserved {
    spans = List.copyOf(spans);
  }

  /**
   * Those of a chart of the measures, none where no measure rests on a replayed history.
   *
   * @param first the first day of the time axis
   * @param last its last day
   */
  static Unobserved of(
      ReportSnapshot snapshot, Collection<Measure> measures, LocalDate first, LocalDate last) {
    return new Unobserved(
        measures.stream().noneMatch(Measure::replayed)
            ? List.of()
            : snapshot.unobserved().stream()
                .filter(span -> !span.last().isBefore(first) && !span.first().isAfter(last))
                .map(span -> new Span(later(span.first(), first), earlier(span.last(), last)))
                .toList());
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  /** What the shade means, where there is any. */
  Optional<String> words() {
    return spans.isEmpty() ? Optional.empty() : Optional.of("shaded: replayed, not observed");
  }

  /**
   * Shades the days beneath everything else.
   *
   * @param beginning where a day begins on the plot's time axis
   */
  void shade(XYPlot plot, ToDoubleFunction<LocalDate> beginning) {
    for (Span span : spans) {
      IntervalMarker shade =
          new IntervalMarker(
              beginning.applyAsDouble(span.first()),
              beginning.applyAsDouble(span.last().plusDays(1)),
              Palette.SHADE);
      shade.setAlpha(1);
      plot.addDomainMarker(shade, Layer.BACKGROUND);
    }
  }
}
