package org.businessmetrics.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.businessmetrics.catalog.Metric;
import org.jspecify.annotations.Nullable;

/** An explanation on a terminal: the figure first, then what it means, then where it came from. */
final class ExplanationText {
  private final Explanation explained;
  private final List<String> lines = new ArrayList<>();

  ExplanationText(Explanation explained) {
    this.explained = explained;
  }

  List<String> lines() {
    figure();
    lines.add("");
    lines.add(
        "%s, version %d: %s. Table %s, %s."
            .formatted(
                explained.metric(),
                explained.version(),
                explained.title(),
                explained.table(),
                explained.grain()));
    lines.add("");
    lines.add(explained.readme().strip());
    lines.add("");
    lines.add("In metrics.metric_values:");
    shownHeadlines().forEach(headline -> lines.add("  " + definition(headline)));
    lines.add("");
    lines.add("How it is computed (Spark SQL):");
    explained.query().strip().lines().map(line -> "  " + line).forEach(lines::add);
    if (explained.day() != null) {
      provenance();
    }
    return lines;
  }

  private void figure() {
    if (explained.day() == null) {
      lines.add("Nothing is published yet: no figure. `metrics plan` says what is due.");
      return;
    }
    List<List<String>> cells = new ArrayList<>();
    for (Map<String, @Nullable String> value : explained.values().named()) {
      cells.add(
          List.of(
              String.valueOf(value.get("metric")),
              amount(value),
              period(value),
              state(value),
              title(String.valueOf(value.get("metric")))));
    }
    if (cells.isEmpty()) {
      lines.add("There is no figure of %s on %s.".formatted(name(), explained.day()));
      return;
    }
    int[] widths = new int[3];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : cells) {
      lines.add(
          "%s = %s  %s  %s"
              .formatted(
                  row.get(0) + " ".repeat(widths[0] - row.get(0).length()),
                  " ".repeat(widths[1] - row.get(1).length()) + row.get(1),
                  row.get(2) + " ".repeat(widths[2] - row.get(2).length()),
                  row.get(3)));
    }
    if (explained.asked() != null) {
      lines.add(cells.get(0).get(4));
      shownHeadlines().stream()
          .flatMap(headline -> headline.meaning().stream())
          .forEach(lines::add);
    }
    lines.addAll(FractionText.lines(explained.values(), explained.headlines()));
  }

  private void provenance() {
    lines.add("");
    lines.add("Rows of %s:".formatted(explained.day()));
    lines.addAll(explained.figures().lines());
    lines.add("");
    ProvenanceText provenance = new ProvenanceText(explained);
    lines.addAll(provenance.runs());
    lines.add("");
    lines.addAll(provenance.restatements());
  }

  private String name() {
    String asked = explained.asked();
    return asked == null ? explained.metric() : asked;
  }

  private List<Metric.Headline> shownHeadlines() {
    return explained.headlines().stream()
        .filter(h -> explained.asked() == null || h.name().equals(explained.asked()))
        .toList();
  }

  private String title(String headline) {
    return explained.headlines().stream()
        .filter(h -> h.name().equals(headline))
        .map(Metric.Headline::title)
        .collect(Collectors.joining());
  }

  private static String definition(Metric.Headline headline) {
    return "%s (%s, by %s) = %s%s%s%s"
        .formatted(
            headline.name(),
            headline.unit(),
            headline.grain(),
            headline.value(),
            headline.where().map(where -> " where " + where).orElse(""),
            headline.numerator().map(part -> "; numerator " + part).orElse(""),
            headline.denominator().map(part -> "; denominator " + part).orElse(""));
  }

  private static String amount(Map<String, @Nullable String> value) {
    String number = value.get("value");
    if (number == null) {
      return "not known";
    }
    String currency = value.get("currency");
    String unit = String.valueOf(value.get("unit"));
    if (currency != null) {
      return "%s %s%s".formatted(number, currency, unit.equals("currency") ? "" : " " + unit);
    }
    return "%s %s".formatted(number, unit);
  }

  private static String period(Map<String, @Nullable String> value) {
    String first = String.valueOf(value.get("period_start"));
    String last = String.valueOf(value.get("period_end"));
    return first.equals(last) ? first : "%s … %s".formatted(first, last);
  }

  private static String state(Map<String, @Nullable String> value) {
    if ("false".equals(value.get("is_complete"))) {
      return "so far: the %s is not over".formatted(value.get("grain"));
    }
    return "true".equals(value.get("is_final"))
        ? "final"
        : "provisional: late rows may still change it";
  }
}
