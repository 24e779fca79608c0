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
import java.util.stream.Stream;
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
import org.junit.jupiter.params.provider.Arguments;
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
          create temp view user_day as
          select distinct log.user_id, (log.created_at at time zone 'America/New_York')::date as day
          from (select user_id, created_at from user_activity_log
                union all select user_id, created_at from event_tracking) as log
          join users on users.id = log.user_id
          where not is_staff and not is_superuser
            and split_part(coalesce(email, ''), '@', 2) <> 'example.com';
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

  /** What real tables hold, and pipelines fall over. */
  static Stream<Arguments> traps() {
    return Stream.of(
        trap("staff", "users where is_staff and not is_superuser"),
        trap("superusers", "users where is_superuser"),
        trap(
            "colleagues known by their domain only",
            "users where not is_staff and not is_superuser and email like '%@example.com'"),
        trap("accounts without an e-mail", "users where email is null and phone is not null"),
        trap("closed accounts", "users where not is_active"),
        trap("anonymous visitors", "user_activity_log where user_id is null"),
        trap("anonymous events", "event_tracking where user_id is null"),
        trap("unknown sessions", "user_activity_log where session_id = ''"),
        trap("activity without a feature", "user_activity_log where feature_name = ''"),
        trap(
            "a feature that comes with the launch",
            """
            (select min(created_at) filter (where feature_name = 'chat_advisor') as late,
                    min(created_at) filter (where feature_name = 'journal') as early
             from user_activity_log) as features
            where late > early + interval '100 days'
            """),
        trap(
            "an activity at the very start of a month",
            "user_activity_log where created_at at time zone 'America/New_York'"
                + " = date_trunc('month', created_at at time zone 'America/New_York')"),
        trap(
            "an activity at the very end of a month",
            "user_activity_log where (created_at + interval '1 microsecond')"
                + " at time zone 'America/New_York'"
                + " = date_trunc('month', (created_at + interval '1 microsecond')"
                + " at time zone 'America/New_York') and user_id is not null"),
        trap(
            "the hour that comes twice, first time",
            "user_activity_log where created_at >= '2025-11-02 05:00Z'"
                + " and created_at < '2025-11-02 06:00Z' and user_id is not null"),
        trap(
            "the hour that comes twice, second time",
            "user_activity_log where created_at >= '2025-11-02 06:00Z'"
                + " and created_at < '2025-11-02 07:00Z' and user_id is not null"),
        trap(
            "the night with an hour less",
            "user_activity_log where created_at >= '2026-03-08 07:00Z'"
                + " and created_at < '2026-03-08 08:00Z' and user_id is not null"),
        trap(
            "a launch day with many sign-ups",
            """
            (select count(*) as signups from users
             group by (created_at at time zone 'America/New_York')::date) as days
            where signups > 4 * (select count(*) / 400.0 from users)
            """),
        trap(
            "users who come back after two months",
            """
            (select day - lag(day) over (partition by user_id order by day) as away
             from user_day) as gaps
            where away > 60
            """),
        trap("trials", "subscriptions where status = 'trialing'"),
        trap(
            "trials of fourteen days",
            "subscriptions where trial_end - trial_start = interval '14 days'"),
        trap(
            "cancellations that are still ahead",
            "subscriptions where cancel_at_period_end and status in ('active', 'trialing')"),
        trap("cancellations taken back", "event where before ->> 'cancel_at_period_end' = 'true'"),
        trap(
            "cancellations at the period's end",
            "event where event_type = 'customer.subscription.deleted'"
                + " and object ->> 'ended_at' = object ->> 'current_period_end'"),
        trap(
            "cancellations at once",
            "event where event_type = 'customer.subscription.deleted'"
                + " and object -> 'cancellation_details' ->> 'reason' = 'cancellation_requested'"
                + " and object ->> 'ended_at' < object ->> 'current_period_end'"),
        trap(
            "involuntary ends",
            "event where event_type = 'customer.subscription.deleted'"
                + " and object -> 'cancellation_details' ->> 'reason' = 'payment_failed'"),
        trap("unpaid subscriptions", "subscriptions where status = 'unpaid'"),
        trap("first payments that fail", "subscriptions where status = 'incomplete_expired'"),
        trap(
            "payments recovered after a failure",
            "event where event_type = 'invoice.paid' and (object ->> 'attempt_count')::int > 1"),
        trap("failed renewals", "event where event_type = 'invoice.payment_failed'"),
        trap("past due in between", "event where object ->> 'status' = 'past_due'"),
        trap(
            "changes of plan with the old plan in the metadata",
            "event where object ->> 'object' = 'subscription' and object -> 'metadata' ->> 'plan'"
                + " <> split_part(object -> 'items' -> 'data' -> 0 -> 'price' ->> 'id', '_', 2)"),
        trap("prorations", "event where object ->> 'billing_reason' = 'subscription_update'"),
        trap("invoices of nothing", "billing_history where amount = 0"),
        trap(
            "events that arrive before older ones",
            """
            (select created_at < max(created_at) over (partition by object ->> 'id'
                 order by arrived_at rows between unbounded preceding and 1 preceding) as overtaken
             from event) as arrivals
            where overtaken
            """),
        trap(
            "returns in the same row under a new subscription",
            """
            subscriptions
            where exists (select from event
                          where object ->> 'customer' = stripe_customer_id
                            and object ->> 'object' = 'subscription'
                            and object ->> 'id' <> stripe_subscription_id)
            """),
        trap(
            "full refunds of invoices",
            "event where event_type = 'charge.refunded' and object ->> 'refunded' = 'true'"
                + " and object ->> 'invoice' is not null"),
        trap(
            "partial refunds of invoices",
            "event where event_type = 'charge.refunded' and object ->> 'refunded' = 'false'"
                + " and object ->> 'invoice' is not null"),
        trap(
            "refunds weeks later",
            "event where event_type = 'charge.refunded'"
                + " and created_at > to_timestamp((object ->> 'created')::bigint)"
                + " + interval '21 days'"),
        trap("one-offs given back", "payments where status in ('refunded', 'partially_refunded')"),
        trap("one-offs that failed", "payments where status = 'failed'"),
        trap("one-offs in euros", "billing_history where currency = 'eur'"),
        trap(
            "one-offs beside invoices",
            "billing_history where payment_id is not null and subscription_id is null"),
        trap(
            "events that were not processed",
            "webhook_events where not processed and processing_error is not null"),
        trap(
            "events of accounts that are gone",
            """
            event where object -> 'metadata' ->> 'user_id' is not null
              and not exists (select from users
                              where id = (object -> 'metadata' ->> 'user_id')::uuid)
            """),
        trap("an inactive funnel", "conversion_funnels where not is_active"),
        trap(
            "people who finish the checkout",
            "event_tracking where funnel_name = 'checkout' and funnel_position = 4"),
        trap(
            "people who do not",
            """
            event_tracking as started
            where funnel_name = 'checkout' and funnel_position = 2
              and not exists (select from event_tracking as paid
                              where paid.user_id = started.user_id and paid.funnel_position = 4)
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traps")
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

  /** The rows about one thing in several tables say the same. */
  static Stream<Arguments> contradictions() {
    return Stream.of(
        trap(
            "a one-off that succeeded has exactly one row of cash",
            """
            (select status in ('succeeded', 'refunded', 'partially_refunded') as succeeded,
                    (select count(*) from billing_history where payment_id = payments.id) as cash
             from payments) as pairs
            where cash <> succeeded::int
            """),
        trap(
            "an invoice's cash is the amount that the event tells",
            """
            billing_history
            join event on object ->> 'id' = split_part(invoice_url, '/', 5)
                      and event_type = 'invoice.paid'
            where (object ->> 'amount_paid')::int <> amount * 100
            """),
        trap(
            "every invoice that was paid has its cash",
            """
            event where event_type = 'invoice.paid'
              and not exists (select from billing_history
                              where split_part(invoice_url, '/', 5) = object ->> 'id')
              and exists (select from users where id =
                  (object -> 'subscription_details' -> 'metadata' ->> 'user_id')::uuid)
            """),
        trap(
            "nobody gets more back than he paid",
            "event where event_type = 'charge.refunded'"
                + " and (object ->> 'amount_refunded')::int > (object ->> 'amount')::int"),
        trap(
            "a subscription's row is what its last event says",
            """
            subscriptions
            join lateral (select object from event
                          where object ->> 'id' = stripe_subscription_id
                          order by created_at desc, arrived_at desc limit 1) as last on true
            where status <> object ->> 'status'
               or cancel_at_period_end <> (object ->> 'cancel_at_period_end')::boolean
               or plan <> split_part(object -> 'items' -> 'data' -> 0 -> 'price' ->> 'id', '_', 2)
               or current_period_end <> to_timestamp((object ->> 'current_period_end')::bigint)
            """),
        trap(
            "a premium account has a subscription that gives access",
            """
            users left join subscriptions on user_id = users.id
            where is_premium <> coalesce(status in ('active', 'trialing', 'past_due'), false)
               or subscription_plan <> case when is_premium then plan else 'free' end
            """),
        trap(
            "nobody is active before his account is made",
            """
            user_activity_log join users on users.id = user_id
            where user_activity_log.created_at < users.created_at
            """),
        trap(
            "nobody subscribes before his account is made",
            "subscriptions join users on users.id = user_id"
                + " where subscriptions.created_at < users.created_at"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
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

  private static Arguments trap(String name, String rows) {
    return Arguments.of(name, rows);
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
