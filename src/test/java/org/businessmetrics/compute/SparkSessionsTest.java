package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.apache.spark.sql.SparkSession;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {
  private static final String ZONE = "spark.sql.session.timeZone";
  private final SparkSession session = TestSpark.session();

  @Test
  void turnsAnInstantIntoTheLocalDayOfTheZone() {
    String before = session.conf().get(ZONE);
    session.conf().set(ZONE, "America/New_York");
    try {
      assertThat(
              session
                  .sql("select cast(timestamp '2026-03-09 03:59:59Z' as date) as day")
                  .head()
                  .<LocalDate>getAs("day"))
          .isEqualTo("2026-03-08");
    } finally {
      session.conf().set(ZONE, before);
    }
  }

  @Test
  void refusesToOverflowInsteadOfGivingAWrongNumber() {
    assertThatThrownBy(() -> session.sql("select 9223372036854775807 + 1").collectAsList())
        .hasMessageContaining("ARITHMETIC_OVERFLOW");
  }

  @Test
  void listensOnTheLoopbackAddressOnlyAndShowsNoPage() {
    assertThat(session.sparkContext().getConf().get("spark.driver.host")).isEqualTo("127.0.0.1");
    assertThat(session.sparkContext().uiWebUrl().isEmpty()).isTrue();
  }
}
