package org.businessmetrics.config;

import java.util.Locale;

/** Currency codes, as the published tables hold them: three upper-case letters. */
final class Currencies {
  private Currencies() {}

  static String check(String code) {
    String upper = code.toUpperCase(Locale.ROOT);
    if (!upper.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException(
          "currency is '%s' (must be three letters, as in USD)".formatted(code));
    }
    return upper;
  }
}
