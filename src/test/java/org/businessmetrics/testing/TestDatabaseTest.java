package org.businessmetrics.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {
  @Test
  void givesEveryCallerAnEmptyDatabaseOfItsOwn() throws Exception {
    var first = TestDatabase.create();
    var second = TestDatabase.create();
    assertThat(first.url()).isNotEqualTo(second.url());
    try (Connection connection = TestDatabase.connect(first);
        var rows =
            connection
                .createStatement()
                .executeQuery("select count(*) from pg_tables where schemaname = 'public'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isZero();
    }
  }
}
