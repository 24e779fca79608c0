package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.SampleCompany;
import org.businessmetrics.demo.SampleCompany.Parameters;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view that metrics about subscriptions read, over the application's own events. */
class SubscriptionSpansTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final LocalDate LAST = LocalDate.of(2025, 11, 30);
  private static final Parameters COMPANY = new Parameters(900, 120, LAST, ZONE, 5);

  private static final String JOB =
      """
      name: test
      zone: America/New_York
      source: {kind: postgresql, path: sql/sources/numerai}
      internal: {email_domains: [example.com]}
      metrics: [span_probe]
      """
          + Pipeline.SAMPLE_PRICES;

  @Test
  void tellOnEveryDayWhatTheLastEventBeforeItsEndSays(@TempDir Path folder)
      throws IOException, SQLException {
    DatabaseAddress app = TestDatabase.create();
    SampleCompany.fill(Path.of(""), app, COMPANY, step -> {});
    Path home = Pipeline.copyOfHome(folder.resolve("home"));
    addProbe(home.resolve("sql").resolve("metrics").resolve("span_probe"));
    Pipeline pipeline = new Pipeline(home, folder.resolve("pipeline"), JOB, Optional.of(app));

    pipeline.night(COMPANY.instant());

    assertThat(pipeline.rows("select distinct types from metrics.span_probe"))
        .containsExactly(
            "struct<hi:bigint,lo:bigint> string date date decimal(38,10) decimal(38,10) boolean timestamp");
    assertThat(
            pipeline.rows(
                "select day, customers, trimmed, trials from (select *, round(mrr, 2) as trimmed"
                    + " from metrics.span_probe) as probe where customers + trials > 0 order by day"))
        .hasSizeGreaterThan(60)
        .isEqualTo(
            TestDatabase.rows(
                app,
                """
                with change as (
                  select w.payload #> '{data,object}' as object,
                    subscriptions.id, to_timestamp((w.payload ->> 'created')::bigint) as at
                  from webhook_events w
                  join subscriptions on stripe_customer_id = w.payload #>> '{data,object,customer}'
                  join users on users.id = subscriptions.user_id
                  where event_type like 'customer.subscription.%'
                    and not is_staff and not is_superuser
                    and coalesce(email, '') not ilike '%@example.com'
                ),
                state as (
                  select distinct on (day, id) day::date, id, object ->> 'status' as status,
                    (object #>> '{items,data,0,price,unit_amount}')::numeric / 100 as amount
                  from generate_series(date '2025-08-01', date '2025-11-30', interval '1 day') as day
                  join change on at < (day::date + 1)::timestamp at time zone 'America/New_York'
                  order by day, id, at desc, object ->> 'status' = 'incomplete'
                )
                select day, count(*) filter (where status in ('active', 'past_due')),
                  round(coalesce(sum(amount) filter (where status in ('active', 'past_due')), 0), 2),
                  count(*) filter (where status = 'trialing')
                from state group by day
                having count(*) filter (where status in ('active', 'past_due', 'trialing')) > 0
                order by day
                """));
    assertThat(
            pipeline.rows(
                "select rows_out > 50 from pipeline.run_steps where step = 'subscription spans'"))
        .containsOnly("t");

    TestDatabase.execute(
        app,
        """
        insert into webhook_events (id, stripe_event_id, event_type, payload, processed, created_at)
        select gen_random_uuid(), 'evt_garbage_' || n, 'customer.subscription.updated',
          case n when 0 then '{"created": 1764550000, "data": {"object": {"customer": "cus_gone",
            "status": "active", "created": 1764550000}}}'::jsonb else '"text"' end,
          true, timestamptz '2025-12-01 12:00+00'
        from generate_series(0, 11) as n
        """);
    assertThatThrownBy(() -> pipeline.night(COMPANY.instant().plus(Duration.ofDays(1))))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining("11 of ")
        .hasMessageContaining(
            "rows of subscription_changes can't be used (allowed: 10), the first: evt_garbage_1: changed_at is empty");
    assertThat(pipeline.warnings())
        .anyMatch(
            warning ->
                warning.startsWith("Changes of subscriptions that the source does not have: "));
    assertThat(
            pipeline.rows(
                "select row_key, reason from pipeline.quarantine where reason like 'of a%'"))
        .contains("evt_garbage_0|of a subscription that the source does not have");
  }

  private static void addProbe(Path metric) throws IOException {
    Files.createDirectories(metric.resolve("cases"));
    Files.writeString(
        metric.resolve("metric.yaml"),
        """
        version: 1
        title: What the spans say
        grain: one row a business day
        columns:
          - {name: day, type: date, comment: "Business day"}
          - {name: customers, type: bigint, comment: "Subscriptions in force"}
          - {name: mrr, type: numeric, comment: "Their revenue"}
          - {name: trials, type: bigint, comment: "Subscriptions in trial"}
          - {name: types, type: text, comment: "Types of the view's columns"}
        key: [day]
        period: {first: day, last: day}
        reads:
          - {relation: subscription_span, days_before: 0}
          - {relation: business_day, days_before: 0}
        requires: [subscriptions]
        job_keys: [zone]
        headlines:
          - {name: span_probe, value: customers, unit: users, grain: day, title: "Probe"}
        """);
    Files.writeString(
        metric.resolve("query.sql"),
        """
        select
          business_day.day,
          count_if(span.is_in_force) as customers,
          cast(sum(coalesce(span.mrr, 0)) as decimal(38, 10)) as mrr,
          count_if(span.is_trialing) as trials,
          max(concat_ws(' ', typeof(span.user_id), typeof(span.subscription_id), typeof(span.first_day),
            typeof(span.cancel_requested_day), typeof(span.mrr), typeof(span.trial_mrr), typeof(span.is_in_force),
            typeof(span.trial_end))) as types
        from business_day
        left join subscription_span as span
          on business_day.day between span.first_day and coalesce(span.last_day, business_day.day)
        where business_day.day between :first_day and :last_day
        group by business_day.day
        """);
    Files.writeString(metric.resolve("README.md"), "# What the spans say\n\nFor a test.\n");
    Files.writeString(
        metric.resolve("checks.sql"),
        """
        -- check: nothing_is_negative
        -- severity: fail
        -- meaning: Revenue is not negative.
        select day, 0 as expected, mrr as actual from span_probe where mrr < 0
        """);
  }
}
