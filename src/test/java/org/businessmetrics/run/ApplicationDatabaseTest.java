package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.demo.SampleCompany;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night over the application's own tables, against SQL that somebody would write by hand. */
class ApplicationDatabaseTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final LocalDate LAST = LocalDate.of(2025, 11, 30);
  private static final Parameters COMPANY = new Parameters(900, 90, LAST, ZONE, 3);

  private static final String PEOPLE =
      """
      (select id, (created_at at time zone 'America/New_York')::date as day from users
       where not is_staff and not is_superuser
         and coalesce(email, '') not ilike '%@example.com') as people
      """;

  @Test
  void readsOneSnapshotOfTheApplicationAndCountsWhatItsTablesSay(@TempDir Path folder)
      throws SQLException {
    DatabaseAddress app = TestDatabase.create();
    SampleCompany.fill(Path.of(""), app, COMPANY, step -> {});
    List<String> activeUsers =
        TestDatabase.rows(
            app,
            """
            select (created_at at time zone 'America/New_York')::date, count(distinct user_id)
            from (select user_id, created_at from user_activity_log
                  union all select user_id, created_at from event_tracking) as log
            join %s on people.id = log.user_id
            where created_at < timestamptz '2025-12-01 00:00 America/New_York'
            group by 1 order by 1
            """
                .formatted(PEOPLE));
    List<String> signups =
        TestDatabase.rows(
            app,
            "select day, count(*) from %s where day <= '%s' group by 1 order by 1"
                .formatted(PEOPLE, LAST));
    List<String> gross =
        TestDatabase.rows(
            app,
            """
            select (created_at at time zone 'America/New_York')::date, upper(currency), sum(amount)
            from billing_history join %s on people.id = user_id
            where created_at < timestamptz '2025-12-01 00:00 America/New_York'
            group by 1, 2 having sum(amount) > 0 order by 1, 2
            """
                .formatted(PEOPLE));
    List<String> refunded =
        TestDatabase.rows(
            app,
            """
            with steps as (
              select to_timestamp((payload ->> 'created')::bigint) as at, object,
                (object ->> 'amount_refunded')::bigint - coalesce(max((object ->> 'amount_refunded')::bigint)
                  over (partition by object ->> 'id' order by (payload ->> 'created')::bigint, (object ->> 'amount_refunded')::bigint
                        rows between unbounded preceding and 1 preceding), 0) as cents
              from (select payload, payload -> 'data' -> 'object' as object from webhook_events
                    where event_type = 'charge.refunded') as event
            )
            select (at at time zone 'America/New_York')::date, upper(object ->> 'currency'), sum(cents) / 100.0
            from steps
            join %s on people.id = coalesce(
              (select user_id from payments where stripe_charge_id = object ->> 'id'),
              (select user_id from subscriptions where stripe_customer_id = object ->> 'customer'))
            where at < timestamptz '2025-12-01 00:00 America/New_York' and cents > 0
            group by 1, 2 order by 1, 2
            """
                .formatted(PEOPLE));
    Pipeline pipeline =
        Pipeline.overPostgres(
            folder,
            app,
            "zone: America/New_York\ninternal: {email_domains: [example.com]}\n"
                + Pipeline.SAMPLE_PRICES);
    pipeline.before("read", () -> everythingDoubles(app));

    Outcome outcome = pipeline.night(COMPANY.instant());

    assertThat(outcome.published())
        .containsExactly(new DayRange(COMPANY.firstDay(), COMPANY.lastDay()));
    assertThat(
            published(
                pipeline, "select day, dau from metrics.active_users_daily_total where dau > 0"))
        .hasSizeGreaterThan(50)
        .isEqualTo(activeUsers);
    assertThat(
            published(
                pipeline,
                "select day, signups from metrics.active_users_daily_total where signups > 0"))
        .isEqualTo(signups);
    assertThat(
            published(
                pipeline,
                "select day, currency, round(gross, 2) from metrics.revenue_daily where gross > 0"))
        .isNotEmpty()
        .isEqualTo(gross);
    assertThat(
            published(
                pipeline,
                "select day, currency, round(refunds, 2) from metrics.revenue_daily where refunds > 0"))
        .isNotEmpty()
        .isEqualTo(refunded.stream().map(ApplicationDatabaseTest::twoPlaces).toList());
    assertThat(pipeline.rows("select day from metrics.revenue_daily where net <> gross - refunds"))
        .isEmpty();
    assertThat(pipeline.rows("select source_snapshot is not null from pipeline.runs"))
        .containsExactly("t");
    assertThat(pipeline.rows("select count(*) > 0 from metrics.subscription_history"))
        .containsExactly("t");
    assertThat(pipeline.rows("select source_table, reason from pipeline.quarantine")).isEmpty();
  }

  private static String twoPlaces(String line) {
    int cut = line.lastIndexOf('|') + 1;
    return line.substring(0, cut) + new BigDecimal(line.substring(cut)).setScale(2);
  }

  private static List<String> published(Pipeline pipeline, String sql) {
    return pipeline.rows(sql + " order by 1, 2");
  }

  /** After the snapshot was taken, the application writes on. */
  private static void everythingDoubles(DatabaseAddress app) {
    try (Connection connection = TestDatabase.connect(app);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into user_activity_log
          select gen_random_uuid(), user_id, activity_type, activity_data, ip_address, user_agent,
                 session_id, page_path, feature_name, created_at - interval '1 day'
          from user_activity_log;
          insert into billing_history
          select gen_random_uuid(), user_id, subscription_id, payment_id, amount, currency,
                 description, invoice_url, period_start, period_end, created_at
          from billing_history;
          delete from webhook_events;
          update users set is_staff = true;
          """);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
