package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTest {
  private static final String SMALLEST =
      """
      name: nightly
      source: {kind: csv, path: data}
      """;

  private final Path home;

  JobTest(@TempDir Path home) {
    this.home = home;
  }

  @Test
  void readsEveryKey() throws Exception {
    Job job =
        load(
            """
            name: nightly
            zone: America/New_York
            lookback_days: 5
            settling: 1h30m
            week_start: sunday
            activity_where: "kind <> 'heartbeat'"
            internal: {email_domains: [Example.com, acme.org], user_ids: [7, 3]}
            segments: [segment_country]
            quarantine: {max_rows: 20, max_share: 0.01}
            freshness: {activity: 6h, payments: P1D}
            keep: {state_days: 7, superseded_runs: 1, reports_days: 30, quarantine_days: 60}
            margin: "0.80"
            reporting_currency: usd
            fx_rates: rates.csv
            history_from: 2025-01-01
            source: {kind: postgresql, path: sql/sources/numerai}
            price_book:
              - {plan: premium, currency: usd, amount: "19.99", interval: year, interval_count: 2, valid_from: 2020-02-01, price_id: price_1}
            funnels:
              - {name: checkout, steps: [viewed, paid], window: PT24H, exclude: [refund], exclusion: remove_entry}
            metrics: [revenue_daily, active_users_daily]
            report: page.yaml
            range_days: 30
            mail: {from: metrics@Example.com, allowed_domains: [Example.com, acme.org]}
            """);
    assertThat(job.zone()).isEqualTo(ZoneId.of("America/New_York"));
    assertThat(job.lookbackDays()).isEqualTo(5);
    assertThat(job.settling()).isEqualTo(Duration.ofMinutes(90));
    assertThat(job.weekStart()).isEqualTo(DayOfWeek.SUNDAY);
    assertThat(job.activityWhere()).contains("kind <> 'heartbeat'");
    assertThat(job.internal().emailDomains()).containsExactly("acme.org", "example.com");
    assertThat(job.internal().userIds()).containsExactly("3", "7");
    assertThat(job.segments()).containsExactly("segment_country");
    assertThat(job.quarantine()).isEqualTo(new Job.Quarantine(20, new BigDecimal("0.01")));
    assertThat(job.freshness())
        .isEqualTo(Map.of("activity", Duration.ofHours(6), "payments", Duration.ofDays(1)));
    assertThat(job.keep()).isEqualTo(new Job.Keep(7, 1, 30, 60));
    assertThat(job.margin()).isEqualByComparingTo("0.8");
    assertThat(job.reportingCurrency()).contains("USD");
    assertThat(job.fxRates()).contains(home.resolve("rates.csv"));
    assertThat(job.historyFrom()).contains(LocalDate.of(2025, 1, 1));
    assertThat(job.source())
        .isEqualTo(new SourceSpec.Postgresql(home.resolve("sql/sources/numerai")));
    assertThat(job.priceBook()).hasSize(1);
    PriceLine line = job.priceBook().get(0);
    assertThat(line.amount()).isEqualTo(new BigDecimal("19.99"));
    assertThat(line.interval()).isEqualTo(PriceLine.Interval.YEAR);
    assertThat(line.currency()).isEqualTo("USD");
    assertThat(line.priceId()).contains("price_1");
    assertThat(job.funnels().get(0).exclusion()).isEqualTo(Funnel.Exclusion.REMOVE_ENTRY);
    assertThat(job.funnels().get(0).window()).contains(Duration.ofDays(1));
    assertThat(job.metrics()).containsExactly("active_users_daily", "revenue_daily");
    assertThat(job.report()).containsExactly(home.resolve("page.yaml"));
    assertThat(job.rangeDays()).isEqualTo(30);
    assertThat(job.mail())
        .contains(
            new Mail(MailAddress.parse("metrics@example.com"), List.of("acme.org", "example.com")));
  }

  @Test
  void needsOnlyANameAndASource() throws Exception {
    Job job = load(SMALLEST);
    assertThat(job.zone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(job.lookbackDays()).isEqualTo(3);
    assertThat(job.settling()).isEqualTo(Duration.ofHours(1));
    assertThat(job.weekStart()).isEqualTo(DayOfWeek.MONDAY);
    assertThat(job.quarantine()).isEqualTo(new Job.Quarantine(10, new BigDecimal("0.001")));
    assertThat(job.keep()).isEqualTo(new Job.Keep(14, 2, 400, 90));
    assertThat(job.historyFrom()).isEmpty();
    assertThat(job.metrics()).isEmpty();
    assertThat(job.report()).containsExactly(home.resolve("reports/business-metrics.yaml"));
    assertThat(job.rangeDays()).isEqualTo(100);
    assertThat(job.mail()).isEmpty();
    assertThat(job.source()).isEqualTo(new SourceSpec.Csv(home.resolve("data")));
  }

  @Test
  void namesEveryProblemWithItsLine() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    name: nightly
                    zone: America/New_Yrok
                    lookback_day: 3
                    settling: soon
                    freshness: {activty: 6h}
                    keep:
                      state_days: 0
                    source: {kind: postgres, path: sql/sources/numerai}
                    price_book:
                      - {plan: premium, amount: 19,99, currency: dollar}
                    funnels: {name: checkout}
                    colour: red
                    """))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessage(
            """
            job.yaml:2: zone is 'America/New_Yrok' (must be an IANA time zone, did you mean 'America/New_York'?)
            job.yaml:3: lookback_day is no key here (did you mean 'lookback_days'?)
            job.yaml:4: settling is 'soon' (must be a duration, as in 30m, 1h or PT24H)
            job.yaml:5: freshness.activty is no key here (did you mean 'activity'?)
            job.yaml:7: keep.state_days is 0 (must be >= 1)
            job.yaml:8: source.kind is 'postgres' (must be one of postgresql, csv)
            job.yaml:10: price_book[0].99 is no key here (allowed: amount, currency, interval, interval_count, plan, price_id, valid_from)
            job.yaml:11: funnels must be a list, as in [one, two]
            job.yaml:12: colour is no key here (allowed: activity_where, freshness, funnels, fx_rates, history_from, internal, keep, key_event, lookback_days, mail, margin, metrics, name, price_book, quarantine, range_days, report, reporting_currency, segments, settling, source, week_start, zone)"""
                .replace("job.yaml", home.resolve("job.yaml").toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lookback_days: -1 | 3: lookback_days is -1 (must be >= 0)",
        "lookback_days: three | 3: lookback_days is 'three' (must be a whole number)",
        "range_days: 0 | 3: range_days is 0 (must be >= 1)",
        "settling: -PT1H | 3: settling is PT-1H (must be >= 0)",
        "week_start: monda | 3: week_start is 'monda' (must be one of monday, tuesday, wednesday,"
            + " thursday, friday, saturday, sunday)",
        "zone: '+02:00' | 3: zone is '+02:00' (must be an IANA time zone, as in Europe/Berlin or"
            + " UTC)",
        "margin: 1.5 | 3: margin is 1.5 (must be above 0 and at most 1)",
        "margin: high | 3: margin is 'high' (must be a number, as in 0.5)",
        "history_from: 1.1.2025 | 3: history_from is '1.1.2025' (must be a date, as in"
            + " 2026-01-31)",
        "quarantine: {max_share: 2} | 3: quarantine.max_share is 2 (must be between 0 and 1)",
        "reporting_currency: dollars | 3: reporting_currency is 'dollars' (must be three letters, as in"
            + " USD)",
        "fx_rates: rates.csv | 3: fx_rates is set without reporting_currency (name the currency to"
            + " convert into)",
        "metrics: [] | 3: metrics names none (leave the key out for all)",
        "zone: | 3: zone has no value (leave the key out for its default)",
        "zone: [UTC] | 3: zone must be a single value",
        "segments: country | 3: segments must be a list, as in [one, two]",
        "name: again | 3: name is given twice",
        "keep: 14 | 3: keep must be a mapping of keys to values",
        "funnels: [{name: a, steps: [one]}] | 3: funnels[0].steps are [one] (must be two or more)",
        "funnels: [{name: a, steps: [x, y], window: 367d}] | 3: funnels[0].window is PT8808H (must be at most 366 days)",
        "funnels: [{name: a, steps: [x, y], window: PT0.5S}] | 3: funnels[0].window is PT0.5S (must be whole seconds)",
        "funnels: [{name: a, steps: [x, '']}] | 3: funnels[0].steps are [x, ] (none may be empty)",
        "funnels: [{name: a, steps: [x, y], exclude: [y]}] | 3: funnels[0].exclude has the step 'y' (an event is a step or excluded)",
        "funnels: [{name: a, steps: [x, y]}, {name: a, steps: [x, z]}] | 3: funnels has 'a' twice"
            + " (every funnel needs a name of its own)",
        "price_book: [{plan: a, currency: USD, amount: -1}] | 3: price_book[0].amount is -1 (must"
            + " be >= 0)",
        "report: [] | 3: report names none (leave the key out for its default)",
        "report: [{file: a.yaml}] | 3: report[0] must be a single value",
        "report: [a/x.yaml, b/x.yml] | 3: report has 'x' twice (every report needs a file name of its"
            + " own)",
        "report: ${ENV:PAGE} | 3: report is '${ENV:PAGE}' (the environment variable 'PAGE' is not"
            + " set)",
        "mail: {from: metrics, allowed_domains: [example.com]} | 3: mail.from is 'metrics' (must be"
            + " an address, as in ann@example.com)",
        "mail: {from: m@example.com} | 3: mail.allowed_domains names none (name the domains that"
            + " mail may go to, as in [example.com])",
        "mail: {from: m@example.com, allowed_domains: ['@x.com']} | 3: mail.allowed_domains has"
            + " '@x.com' (must be domains, as in example.com)",
        "zone: 'open | 4: no valid YAML: found unexpected end of stream",
      })
  void saysWhatAValueMustBe(String line, String message) {
    assertThatThrownBy(() -> load(SMALLEST + line + "\n"))
        .isInstanceOf(Failure.class)
        .hasMessage(home.resolve("job.yaml") + ":" + message);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> load("zone: UTC\n"))
        .hasMessageContaining("job.yaml:1: name is missing")
        .hasMessageContaining(
            "job.yaml:1: source is missing"
                + " (as in {kind: postgresql, path: sql/sources/numerai})");
    assertThatThrownBy(() -> load("# nothing\n")).hasMessageEndingWith(":1: the file is empty");
    assertThatThrownBy(() -> load("- a list\n"))
        .hasMessageContaining(":1: the file must be a mapping of keys to values");
  }

  @Test
  void saysWhereJobsAreWhenThereIsNoSuchFile() {
    assertThatThrownBy(() -> Job.load(home, Path.of("jobs/nigthly.yaml"), Map.of()))
        .hasMessage(
            "No such job file: jobs/nigthly.yaml (the ones shipped are in %s)"
                .formatted(home.resolve("jobs")));
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws Exception {
    Files.write(home.resolve("job.yaml"), "name: café".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Job.load(home, home.resolve("job.yaml"), Map.of()))
        .hasMessageEndingWith("job.yaml is not UTF-8; save it as UTF-8");
  }

  @Test
  void putsEnvironmentVariablesIn() throws Exception {
    write(SMALLEST.replace("path: data", "path: \"${ENV:ROOT}/${ENV:PART}\""));
    Job job = Job.load(home, home.resolve("job.yaml"), Map.of("ROOT", "/srv/data", "PART", "a$1"));
    assertThat(job.source().path()).isEqualTo(Path.of("/srv/data/a$1"));
  }

  @Test
  void neverPrintsWhatAVariableHolds() throws Exception {
    write(SMALLEST + "margin: ${ENV:MARGIN}\n");
    assertThatThrownBy(() -> Job.load(home, home.resolve("job.yaml"), Map.of("MARGIN", "hunter2")))
        .hasMessageEndingWith("margin is '${ENV:MARGIN}' (must be a number, as in 0.5)");
  }

  @Test
  void givesTheSameKeyValueForTheSameMeaning() throws Exception {
    Job one =
        load(
            SMALLEST
                + """
                settling: 60m
                margin: "0.80"
                internal: {user_ids: [b, a, a], email_domains: [ACME.org]}
                price_book:
                  - {plan: b, currency: USD, amount: "2.0"}
                  - {plan: a, currency: usd, amount: 1}
                """);
    Job other =
        load(
            SMALLEST
                + """
                price_book:
                  - {plan: a, currency: USD, amount: "1", interval: month}
                  - {plan: b, currency: USD, amount: "2", interval_count: 1}
                internal: {email_domains: [acme.org], user_ids: [a, b]}
                margin: 0.8
                settling: PT1H
                """);
    assertThat(one.keyValue("price_book"))
        .isEqualTo(other.keyValue("price_book"))
        .startsWith("[{plan: a, currency: USD, amount: 1, interval: month, interval_count: 1,");
    assertThat(one.keyValue("internal"))
        .isEqualTo(other.keyValue("internal"))
        .isEqualTo("{email_domains: [acme.org], user_ids: [a, b]}");
    for (String key : List.of("margin", "settling", "zone", "activity_where", "freshness")) {
      assertThat(one.keyValue(key)).as(key).isEqualTo(other.keyValue(key));
    }
    assertThat(one.keyValue("zone")).isEqualTo("UTC");
    assertThat(one.keyValue("week_start")).isEqualTo("monday");
    assertThat(one.keyValue("activity_where")).isEmpty();
  }

  @Test
  void saysWhichKeyAMetricMeant() throws Exception {
    Job job = load(SMALLEST);
    assertThatThrownBy(() -> job.keyValue("acitivity_where"))
        .isInstanceOf(Failure.class)
        .hasMessage("Unknown key of a job: 'acitivity_where' (did you mean 'activity_where'?)");
  }

  private Job load(String text) throws IOException {
    write(text);
    return Job.load(home, home.resolve("job.yaml"), Map.of());
  }

  private void write(String text) throws IOException {
    Files.writeString(home.resolve("job.yaml"), text);
  }
}
