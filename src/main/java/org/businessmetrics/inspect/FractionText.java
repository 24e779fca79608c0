package org.businessmetrics.inspect;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.businessmetrics.catalog.Metric.Headline;
import org.jspecify.annotations.Nullable;

/** Rates with their numbers: {@code stickiness 0.2134 = dau 1,203 / mau 5,637}. */
final class FractionText {
  private static final int PLACES_OF_RATES = 4;
  private static final int MOST_PLACES = 10;

  private FractionText() {}

  /**
   * A line each, and under it the expressions that are more than a column's name.
   *
   * @param values the rows of {@code inspect/headlines}
   */
  static List<String> lines(Table values, List<Headline> headlines) {
    List<String> lines = new ArrayList<>();
    for (Map<String, @Nullable String> value : values.named()) {
      headlines.stream()
          .filter(headline -> headline.name().equals(value.get("metric")) && headline.isFraction())
          .forEach(headline -> add(headline, value, lines));
    }
    return lines;
  }

  private static void add(
      Headline headline, Map<String, @Nullable String> value, List<String> lines) {
    String numerator = headline.numerator().orElseThrow();
    String denominator = headline.denominator().orElseThrow();
    String currency = value.get("currency");
    boolean isMoney = headline.unit().equals("currency");
    lines.add(
        "%s %s%s = %s %s / %s %s"
            .formatted(
                headline.name(),
                number(value.get("value"), isMoney ? MOST_PLACES : PLACES_OF_RATES),
                currency == null ? "" : " " + currency,
                isName(numerator) ? numerator : "numerator",
                number(value.get("numerator"), MOST_PLACES),
                isName(denominator) ? denominator : "denominator",
                number(value.get("denominator"), MOST_PLACES)));
    if (!isName(numerator)) {
      lines.add("  numerator: " + numerator);
    }
    if (!isName(denominator)) {
      lines.add("  denominator: " + denominator);
    }
  }

  private static boolean isName(String expression) {
    return expression.matches("[a-z_][a-z0-9_]*");
  }

  private static String number(@Nullable String number, int places) {
    if (number == null) {
      return "not known";
    }
    DecimalFormat format =
        new DecimalFormat("#,##0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMaximumFractionDigits(places);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(new BigDecimal(number));
  }
}
