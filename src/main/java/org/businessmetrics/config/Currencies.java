package org.businessmetrics.config;

import java.util.Locale;

/** Currency codes, as the published tables hold them: three upper-case letters. */
final class Currencies {
  private Currencies() {}

  static String check(String key, String code) {
    String upper = code.toUpperCase(Locale.ROOT);
    if (!upper.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException(
          "%s is '%s' (must be three letters, as in USD)".formatted(key, code));
    }
    return upper;
  }
}
