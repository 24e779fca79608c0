package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  private static final Optional<String> NONE = Optional.empty();

  @ParameterizedTest
  @CsvSource({
    "0, users, '', 0",
    "7, users, '', 7",
    "999, users, '', 999",
    "1204, users, '', 1.20k",
    "61349, users, '', 61.3k",
    "999499, users, '', 999k",
    "999500, users, '', 1.00M",
    "1240000, users, '', 1.24M",
    "1000000000000, count, '', 1.00T",
    "0.001, ratio, '', 0.001",
    "1.23456, ratio, '', 1.23",
    "0.2134, rate, '', 21.3%",
    "1, rate, '', 100%",
    "2.31, currency, USD, $2.31",
    "12, currency, EUR, €12",
    "412345.67, currency, USD, $412k",
    "-1700, currency, USD, −$1.70k",
    "0.001, currency, USD, $0.001",
    "1234, currency, JPY, ¥1.23k",
    "1234, currency, CHF, CHF\u00a01.23k",
    "93, seconds, '', 93 s",
    "738, seconds, '', 12.3 min",
    "15120, seconds, '', 4.2 h",
  })
  void printsTilesWithThreeSignificantDigits(
      BigDecimal value, String unit, String currency, String expected) {
    Optional<String> code = currency.isEmpty() ? NONE : Optional.of(currency);
    assertThat(NumberText.tile(value, Unit.of(unit), code)).isEqualTo(expected);
  }

  @Test
  void printsUnknownAsADashAndNeverAsZero() {
    assertThat(NumberText.tile(null, Unit.USERS, NONE)).isEqualTo("–");
    assertThat(NumberText.table(null, Unit.CURRENCY, Optional.of("USD"))).isEqualTo("–");
    assertThat(NumberText.exact(null, Unit.CURRENCY, Optional.of("USD"))).isEqualTo("–");
    assertThat(NumberText.change(null, false)).isEqualTo("–");
  }

  @ParameterizedTest
  @CsvSource({
    "0.032, false, +3.2%",
    "-0.0041, true, −0.4 pp",
    "0.0004, false, ±0.0%",
    "1.5, false, +150%",
    "25, false, 'over +1,000%'",
  })
  void printsChangesWithTheirSign(BigDecimal delta, boolean points, String expected) {
    assertThat(NumberText.change(delta, points)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1234567, users, '', '1,234,567'",
    "303554.7, currency, USD, '$303,554.70'",
    "16.486164, currency, USD, $16.49",
    "0.013246, currency, EUR, €0.01",
    "0.001324, currency, EUR, €0.00132",
    "0, currency, EUR, €0.00",
    "5000, currency, JPY, '¥5,000'",
    "0.1917978, rate, '', 19.18%",
    "0.878, rate, '', 87.80%",
    "0.000012345, rate, '', 0.00123%",
    "3.376942, ratio, '', 3.38",
  })
  void printsTablesToTheCent(BigDecimal value, String unit, String currency, String expected) {
    Optional<String> code = currency.isEmpty() ? NONE : Optional.of(currency);
    assertThat(NumberText.table(value, Unit.of(unit), code)).isEqualTo(expected);
  }

  @Test
  void printsEveryDigitForWhoComparesTwo() {
    assertThat(NumberText.exact(new BigDecimal("16.486164"), Unit.CURRENCY, Optional.of("USD")))
        .isEqualTo("$16.486164");
    assertThat(NumberText.exact(new BigDecimal("0.1917978"), Unit.RATE, NONE)).isEqualTo("19.18%");
  }
}
