package org.businessmetrics.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them: three significant digits on tiles, cents in tables. */
final class NumberText {
  /** What is drawn where a figure is not known. */
  static final String UNKNOWN = "–";

  private static final String MINUS = "−";
  private static final String[] SUFFIXES = {"", "k", "M", "B", "T"};
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);
  private static final Map<String, String> SYMBOLS =
      Map.of(
          "USD", "$", "EUR", "€", "GBP", "£", "JPY", "¥", "INR", "₹", "KRW", "₩", "TRY", "₺", "VND",
          "₫", "UAH", "₴", "RUB", "₽");

  private NumberText() {}

  /** A value for a tile, as in 1.24M, 61.3k, 21.4%, $2.31. */
  static String tile(@Nullable BigDecimal value, Unit unit, Optional<String> currency) {
    if (value == null) {
      return UNKNOWN;
    }
    String text =
        switch (unit) {
          case USERS, COUNT -> compact(value.abs());
          case RATIO -> digits(value.abs());
          case RATE -> plain(significant(value.abs().multiply(HUNDRED))) + "%";
          case SECONDS -> duration(value.abs());
          case CURRENCY -> symbol(currency) + money(value.abs());
        };
    return sign(value) + text;
  }

  /** A value for a tile with its sign, as in +4.2k. */
  static String signed(BigDecimal value, Unit unit, Optional<String> currency) {
    return (value.signum() > 0 ? "+" : "") + tile(value, unit, currency);
  }

  /** A value for an axis: as on a tile, without digits that say nothing. */
  static String axis(BigDecimal value, Unit unit, Optional<String> currency) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal amount = value.abs();
    String text =
        switch (unit) {
          case RATE -> plain(strip(amount.multiply(HUNDRED))) + "%";
          case SECONDS -> duration(amount);
          case CURRENCY -> symbol(currency) + shortest(amount);
          case USERS, COUNT, RATIO -> shortest(amount);
        };
    return sign(value) + text;
  }

  /**
   * A value for a table: in groups of three, to the cent, to a hundredth of a ratio or percent.
   * What is less than that has three significant digits.
   */
  static String table(@Nullable BigDecimal value, Unit unit, Optional<String> currency) {
    if (value == null) {
      return UNKNOWN;
    }
    BigDecimal amount = value.abs();
    String text =
        switch (unit) {
          case USERS, COUNT -> grouped(strip(amount));
          case RATIO -> grouped(rounded(amount, 2));
          case RATE -> grouped(rounded(amount.multiply(HUNDRED), 2)) + "%";
          case SECONDS -> grouped(strip(amount)) + " s";
          case CURRENCY -> symbol(currency) + grouped(rounded(amount, decimals(currency)));
        };
    return sign(value) + text;
  }

  /** A value for who compares two: every digit that it has, in groups of three. */
  static String exact(@Nullable BigDecimal value, Unit unit, Optional<String> currency) {
    if (value == null) {
      return UNKNOWN;
    }
    BigDecimal amount = value.abs();
    return switch (unit) {
      case USERS, COUNT, SECONDS -> table(value, unit, currency);
      case RATIO -> sign(value) + grouped(atMost(amount, 6));
      case RATE -> sign(value) + percent(amount.multiply(HUNDRED)) + "%";
      case CURRENCY -> sign(value) + symbol(currency) + cents(amount, currency);
    };
  }

  /**
   * A change with its sign, as in +3.2% or −0.4 pp.
   *
   * @param delta a part (0.032), or the difference of two rates when {@code points}
   */
  static String change(@Nullable BigDecimal delta, boolean points) {
    if (delta == null) {
      return UNKNOWN;
    }
    BigDecimal percent = delta.multiply(HUNDRED);
    BigDecimal rounded =
        percent.abs().setScale(percent.abs().compareTo(HUNDRED) < 0 ? 1 : 0, RoundingMode.HALF_UP);
    String sign = rounded.signum() == 0 ? "±" : delta.signum() < 0 ? MINUS : "+";
    if (rounded.compareTo(THOUSAND) > 0) {
      return "over " + sign + "1,000%";
    }
    return sign + grouped(rounded) + (points ? " pp" : "%");
  }

  private static String sign(BigDecimal value) {
    return value.signum() < 0 ? MINUS : "";
  }

  private static String symbol(Optional<String> currency) {
    return currency.map(code -> SYMBOLS.getOrDefault(code, code + "\u00a0")).orElse("");
  }

  private static String money(BigDecimal amount) {
    boolean small = amount.compareTo(HUNDRED) < 0 && amount.compareTo(CENT) >= 0;
    boolean round = amount.stripTrailingZeros().scale() <= 0;
    return small && !round ? plain(amount.setScale(2, RoundingMode.HALF_UP)) : digits(amount);
  }

  /** Below a thousand whole numbers stay whole: a count of 7 is not 7.00. */
  private static String compact(BigDecimal amount) {
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    return whole && amount.compareTo(THOUSAND) < 0 ? plain(strip(amount)) : digits(amount);
  }

  private static String digits(BigDecimal amount) {
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    if (whole && amount.compareTo(THOUSAND) < 0) {
      return plain(strip(amount));
    }
    BigDecimal rounded = significant(amount);
    int power = power(rounded);
    BigDecimal scaled = rounded.movePointLeft(3 * power);
    boolean carriesFewer = power == 0 && strip(amount).precision() < 3;
    return (carriesFewer ? plain(strip(scaled)) : grouped(significant(scaled))) + SUFFIXES[power];
  }

  private static String shortest(BigDecimal amount) {
    int power = power(amount);
    return grouped(strip(amount.movePointLeft(3 * power))) + SUFFIXES[power];
  }

  private static int power(BigDecimal amount) {
    int power = 0;
    BigDecimal rest = amount;
    while (rest.compareTo(THOUSAND) >= 0 && power < SUFFIXES.length - 1) {
      rest = rest.movePointLeft(3);
      power++;
    }
    return power;
  }

  /** Three significant digits, the trailing zeros among them written out: 5.00, 12.0, 0.00120. */
  private static BigDecimal significant(BigDecimal amount) {
    if (amount.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal rounded = amount.round(THREE_DIGITS);
    int scale = rounded.scale() + 3 - rounded.precision();
    return rounded.setScale(Math.max(scale, 0), RoundingMode.UNNECESSARY);
  }

  private static BigDecimal atMost(BigDecimal amount, int scale) {
    return strip(amount.setScale(Math.min(amount.scale(), scale), RoundingMode.HALF_UP));
  }

  private static String percent(BigDecimal amount) {
    return grouped(atMost(amount, amount.compareTo(BigDecimal.ONE) < 0 ? 4 : 2));
  }

  private static String cents(BigDecimal amount, Optional<String> currency) {
    return grouped(
        amount.setScale(
            Math.max(decimals(currency), Math.min(strip(amount).scale(), 6)),
            RoundingMode.HALF_UP));
  }

  private static int decimals(Optional<String> currency) {
    return currency.filter("JPY KRW VND"::contains).isPresent() ? 0 : 2;
  }

  private static BigDecimal rounded(BigDecimal amount, int scale) {
    return amount.signum() > 0 && amount.compareTo(BigDecimal.ONE.movePointLeft(scale)) < 0
        ? significant(amount)
        : amount.setScale(scale, RoundingMode.HALF_UP);
  }

  private static BigDecimal strip(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
  }

  private static String duration(BigDecimal seconds) {
    if (seconds.compareTo(BigDecimal.valueOf(120)) < 0) {
      return digits(seconds) + " s";
    }
    if (seconds.compareTo(BigDecimal.valueOf(7200)) < 0) {
      return digits(seconds.divide(MINUTE, THREE_DIGITS)) + " min";
    }
    return seconds.compareTo(DAY.add(DAY)) < 0
        ? digits(seconds.divide(HOUR, THREE_DIGITS)) + " h"
        : digits(seconds.divide(DAY, THREE_DIGITS)) + " days";
  }

  private static String plain(BigDecimal amount) {
    return amount.toPlainString();
  }

  private static String grouped(BigDecimal amount) {
    String plain = amount.toPlainString();
    int point = plain.indexOf('.');
    String whole = point < 0 ? plain : plain.substring(0, point);
    StringBuilder text = new StringBuilder(point < 0 ? "" : plain.substring(point));
    for (int end = whole.length(); end > 0; end -= 3) {
      text.insert(0, whole.substring(Math.max(0, end - 3), end));
      if (end > 3) {
        text.insert(0, ',');
      }
    }
    return text.toString();
  }
}
