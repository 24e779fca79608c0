package org.businessmetrics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.demo.SampleCompany.Summary;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleCompanyTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalDate LAST_DAY = LocalDate.of(2026, 3, 31);
  private static final Parameters COMPANY = new Parameters(3_000, 400, LAST_DAY, NEW_YORK, 1);

  private static Connection connection;
  private static Summary summary;
  private static final List<String> PROGRESS = new ArrayList<>();

  @BeforeAll
  static void fill() throws SQLException {
    DatabaseAddress app = TestDatabase.create();
    summary = SampleCompany.fill(Path.of(""), app, COMPANY, PROGRESS::add);
    connection = TestDatabase.connect(app);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create temp view event as
          select event_type, payload, created_at as arrived_at,
                 to_timestamp((payload ->> 'created')::bigint) as created_at,
                 payload -> 'data' -> 'object' as object,
                 payload -> 'data' -> 'previous_attributes' as before
          from webhook_events;
          create temp table user_day as
          select distinct log.user_id, (log.created_at at time zone 'America/New_York')::date as day
          from (select user_id, created_at from user_activity_log
                union all select user_id, created_at from event_tracking) as log
          join users on users.id = log.user_id
          where not is_staff and not is_superuser
            and split_part(coalesce(email, ''), '@', 2) <> 'example.com';
          create index on user_day (day);
          analyze user_day;
          """);
    }
  }

  @AfterAll
  static void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void theSameParametersGiveTheSameRowsAndOthersDoNot() throws SQLException {
    Parameters small = new Parameters(700, 60, LAST_DAY, NEW_YORK, 7);
    Map<String, String> first = fingerprints(small);
    assertThat(first).hasSize(9).doesNotContainValue("");
    assertThat(fingerprints(small)).isEqualTo(first);
    assertThat(fingerprints(new Parameters(700, 60, LAST_DAY, NEW_YORK, 8))).isNotEqualTo(first);
  }

  @Test
  void countsWhatItWrote() throws SQLException {
    assertThat(summary.rows()).hasSize(9);
    for (Map.Entry<String, Long> table : summary.rows().entrySet()) {
      assertThat(number("select count(*) from " + table.getKey()))
          .as(table.getKey())
          .isEqualByComparingTo(BigDecimal.valueOf(table.getValue()))
          .isPositive();
    }
    assertThat(PROGRESS).hasSize(4);
  }

  @Test
  void noRowIsYoungerThanItsPresent() throws SQLException {
    List<String> columns =
        strings(
            """
            select format('select %L from %I where %I >= timestamptz %L',
                          table_name || '.' || column_name, table_name, column_name, 'PRESENT')
            from information_schema.columns
            where table_schema = 'public' and data_type = 'timestamp with time zone'
              and column_name in ('created_at', 'updated_at', 'processed_at', 'last_login',
                                  'canceled_at', 'profile_completed_at', 'current_period_start')
            """
                .replace("PRESENT", COMPANY.instant().toString()));
    assertThat(columns).hasSizeGreaterThan(15);
    for (String query : columns) {
      assertThat(strings(query)).isEmpty();
    }
  }

  @Test
  void looksLikeASmallHealthyCompany() throws SQLException {
    assertThat(
            number(
                """
                with dau as (select day, count(*) as users from user_day group by day)
                select avg(dau.users::numeric / (select count(distinct user_id) from user_day
                                                 where day > dau.day - 30 and day <= dau.day))
                from dau where day between date '2026-01-01' and date '2026-03-31'
                """))
        .as("DAU / MAU")
        .isBetween(new BigDecimal("0.15"), new BigDecimal("0.30"));
    assertThat(
            number(
                """
                select count(distinct user_id)::numeric / (select count(*) from users)
                from billing_history where amount > 0
                """))
        .as("accounts that ever paid")
        .isBetween(new BigDecimal("0.04"), new BigDecimal("0.085"));
    assertThat(
            number(
                """
                with day as (select day, count(*) as users from user_day
                             where day between date '2026-01-05' and date '2026-03-29' group by day)
                select avg(users) filter (where extract(isodow from day) >= 6)
                     / avg(users) filter (where extract(isodow from day) <= 4) from day
                """))
        .as("weekend against Monday to Thursday")
        .isBetween(new BigDecimal("0.5"), new BigDecimal("0.85"));
    assertThat(
            number(
                """
                select count(*) filter (where created_at >= timestamptz '2026-01-01')::numeric
                     / count(*) filter (where created_at < timestamptz '2025-06-01') from users
                """))
        .as("growth of sign-ups")
        .isGreaterThan(new BigDecimal("1.8"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.businessmetrics.demo.SampleCompanyRows#traps")
  void holdsEveryTrap(String name, String rows) throws SQLException {
    assertThat(number("select count(*) from " + rows)).as(name).isPositive();
  }

  @Test
  void nothingHappensDuringTheOutage() throws SQLException {
    assertThat(
            number(
                """
                with hours as (
                    select date_trunc('hour', created_at) as hour, count(*) as rows
                    from user_activity_log group by 1)
                select count(*)
                from generate_series(timestamptz '2025-10-20 00:00Z', '2025-11-10 00:00Z',
                                     interval '1 hour') as silent (hour)
                left join hours using (hour)
                where rows is null
                  and extract(hour from hour at time zone 'America/New_York') between 10 and 14
                """))
        .isEqualByComparingTo("5");
  }

  @Test
  void leavesNothingOfADeletedAccountButTheProvidersEvents() throws SQLException {
    assertThat(summary.rows().get("users")).isBetween(2_900L, 2_990L);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("org.businessmetrics.demo.SampleCompanyRows#contradictions")
  void doesNotContradictItself(String name, String rows) throws SQLException {
    assertThat(number("select count(*) from " + rows)).as(name).isZero();
  }

  @Test
  void refusesACompanyThatIsTooSmall() {
    assertThatThrownBy(() -> new Parameters(20_000, 3, LAST_DAY, NEW_YORK, 1))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("Invalid number of days for the sample company: 3 (must be 30 to 2000)");
  }

  private static Map<String, String> fingerprints(Parameters parameters) throws SQLException {
    DatabaseAddress app = TestDatabase.create();
    Summary written = SampleCompany.fill(Path.of(""), app, parameters, step -> {});
    Map<String, String> fingerprints = new LinkedHashMap<>();
    try (Connection database = TestDatabase.connect(app);
        Statement statement = database.createStatement()) {
      for (String table : written.rows().keySet()) {
        String query =
            "select coalesce(md5(string_agg(t::text, e'\\n' order by t.id)), '') from %s as t";
        try (ResultSet row = statement.executeQuery(query.formatted(table))) {
          assertThat(row.next()).isTrue();
          fingerprints.put(table, row.getString(1));
        }
      }
    }
    return fingerprints;
  }

  private static BigDecimal number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getBigDecimal(1);
    }
  }

  private static List<String> strings(String query) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }
}
