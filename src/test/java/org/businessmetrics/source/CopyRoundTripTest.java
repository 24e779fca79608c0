package org.businessmetrics.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.apache.spark.sql.Row;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

/** Whatever goes into PostgreSQL comes out of Spark, value for value. */
class CopyRoundTripTest {
  private static final String SUBSCRIPTIONS =
      """
      select id as subscription_id, key as user_id, 'active'::text as status, plan, amount,
        n as quantity, small as interval_count, at as canceled_at, flag as cancel_at_period_end,
        timestamptz '1969-12-31 23:59:59.999999+00' as started_at, now() as updated_at
      from samples
      """;

  private static final class Fixture {
    static final DatabaseAddress DATABASE = TestDatabase.create();
    static final PostgresSource SOURCE = source();

    private static PostgresSource source() {
      TestDatabase.execute(
          DATABASE,
          """
          create table samples (
            id uuid, key varchar(50), plan text, amount numeric, n bigint, small smallint,
            at timestamptz, flag boolean)
          """);
      try {
        Path folder = Files.createTempDirectory("source");
        return TestSource.withSql(folder, DATABASE, "subscriptions", SUBSCRIPTIONS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  record Sample(
      UUID id,
      @Nullable String plan,
      @Nullable BigDecimal amount,
      @Nullable Long n,
      @Nullable Short small,
      @Nullable Instant at,
      @Nullable Boolean flag) {}

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void carriesEveryValueUnchanged(@ForAll("samples") List<Sample> samples) throws SQLException {
    insert(samples);
    List<Row> rows = TestSource.rows(Fixture.SOURCE, "subscriptions");
    assertThat(rows).hasSameSizeAs(samples);
    for (Row row : rows) {
      Sample sample = samples.get(Integer.parseInt(row.<String>getAs("user_id")));
      Row id = row.getAs("subscription_id");
      assertThat(new UUID(id.getLong(0), id.getLong(1))).isEqualTo(sample.id());
      assertThat(row.<String>getAs("row_key")).isEqualTo(sample.id().toString());
      assertThat(row.<String>getAs("row_error")).isNull();
      assertThat(row.<String>getAs("plan")).isEqualTo(sample.plan());
      BigDecimal amount = row.getAs("amount");
      if (sample.amount() == null) {
        assertThat(amount).isNull();
      } else {
        assertThat(amount).isEqualByComparingTo(sample.amount());
      }
      assertThat(row.<Long>getAs("quantity")).isEqualTo(sample.n());
      assertThat(row.<Long>getAs("interval_count"))
          .isEqualTo(sample.small() == null ? null : sample.small().longValue());
      Instant at = row.getAs("canceled_at");
      assertThat(at).isEqualTo(sample.at());
      assertThat(row.<Boolean>getAs("cancel_at_period_end")).isEqualTo(sample.flag());
      assertThat(row.<Instant>getAs("started_at"))
          .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
      assertThat(row.<String>getAs("currency")).isNull();
    }
  }

  private static void insert(List<Sample> samples) throws SQLException {
    try (Connection connection = TestDatabase.connect(Fixture.DATABASE);
        PreparedStatement insert =
            connection.prepareStatement("insert into samples values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      connection.createStatement().execute("truncate samples");
      for (int i = 0; i < samples.size(); i++) {
        Sample sample = samples.get(i);
        insert.setObject(1, sample.id());
        insert.setString(2, Integer.toString(i));
        insert.setString(3, sample.plan());
        insert.setBigDecimal(4, sample.amount());
        insert.setObject(5, sample.n(), Types.BIGINT);
        insert.setObject(6, sample.small(), Types.SMALLINT);
        Instant at = sample.at();
        insert.setObject(7, at == null ? null : at.atOffset(ZoneOffset.UTC));
        insert.setObject(8, sample.flag(), Types.BOOLEAN);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    Arbitrary<UUID> ids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    Arbitrary<String> texts =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.strings().withCharRange('\u0001', '\u02ff').ofMaxLength(20)),
            Tuple.of(1, Arbitraries.of("", "日本語 🙂", "tab\tquote\"\\", "NULL", "\\N")));
    return Combinators.combine(
            ids,
            texts.injectNull(0.2),
            amounts().injectNull(0.2),
            Arbitraries.longs().injectNull(0.2),
            Arbitraries.shorts().injectNull(0.2),
            instants().injectNull(0.2),
            Arbitraries.of(true, false).injectNull(0.2))
        .as(Sample::new)
        .list()
        .ofMaxSize(60)
        .map(samples -> samples.stream().filter(distinctIds()).toList());
  }

  private static Predicate<Sample> distinctIds() {
    Set<UUID> seen = new HashSet<>();
    return sample -> seen.add(sample.id());
  }

  private static Arbitrary<BigDecimal> amounts() {
    BigInteger most = new BigInteger("9".repeat(38));
    Arbitrary<BigInteger> digits =
        Arbitraries.oneOf(
            Arbitraries.bigIntegers().between(most.negate(), most),
            Arbitraries.bigIntegers()
                .between(BigInteger.valueOf(-1_000_000), BigInteger.valueOf(1_000_000)));
    return Combinators.combine(digits, Arbitraries.integers().between(0, 10))
        .as((value, scale) -> new BigDecimal(value, 10).setScale(scale, RoundingMode.DOWN));
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.oneOf(
        between("1600-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
        between("1960-01-01T00:00:00Z", "2010-01-01T00:00:00Z"));
  }

  private static Arbitrary<Instant> between(String first, String last) {
    return Arbitraries.longs()
        .between(
            Instant.parse(first).getEpochSecond() * 1_000_000,
            Instant.parse(last).getEpochSecond() * 1_000_000)
        .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }
}
