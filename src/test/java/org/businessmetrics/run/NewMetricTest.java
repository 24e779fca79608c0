package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.inspect.Explanation;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.plan.Request;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A metric that somebody adds: a folder, and a line on the page. */
class NewMetricTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final LocalDate LAST = FIRST.plusDays(7);

  @Test
  void needsNoJava(@TempDir Path folder) throws Exception {
    Path home = Pipeline.copyOfHome(folder.resolve("home"));
    addPowerUsers(home.resolve("sql").resolve("metrics").resolve("power_users"));
    Path page = home.resolve("reports").resolve("business-metrics.yaml");
    String tiles = Files.readString(page);
    assertThat(tiles).contains("\n    tiles:\n");
    Files.writeString(
        page,
        tiles.replaceFirst("\n    tiles:\n", "\n    tiles:\n      - {metric: power_users}\n"));
    Company company = Company.in(ZoneOffset.UTC).account("ann", FIRST).account("bob", FIRST);
    for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
      company.active("ann", day);
    }
    company.active("bob", FIRST, FIRST.plusDays(2), FIRST.plusDays(4), FIRST.plusDays(6));
    company.charge("ann", FIRST, "10.00");
    Path source = folder.resolve("source");
    company.write(source);
    Pipeline pipeline = Pipeline.overCsv(home, folder.resolve("pipeline"), source, "");

    Outcome outcome =
        pipeline.execute(company.nightOf(LAST), new Request.Nightly(), RunOptions.NIGHTLY);

    assertThat(outcome.exitCode()).as(outcome.message()).isEqualTo(ExitCode.OK);
    assertThat(pipeline.rows("select day, users from metrics.power_users order by day"))
        .containsExactly(
            "2026-03-02|0",
            "2026-03-03|0",
            "2026-03-04|0",
            "2026-03-05|1",
            "2026-03-06|1",
            "2026-03-07|1",
            "2026-03-08|2",
            "2026-03-09|1");
    assertThat(
            pipeline.rows(
                "select obj_description('metrics.power_users'::regclass),"
                    + " col_description('metrics.power_users'::regclass, 2)"))
        .containsExactly(
            "Power users: one row a business day.|Users active on 4 days or more of the last 7");
    assertThat(
            pipeline.rows(
                "select metric, grain, day, segment, value, unit, is_final"
                    + " from metrics.metric_values where metric = 'power_users' and day = '2026-03-08'"))
        .containsExactly("power_users|day|2026-03-08|all|2|users|f");
    assertThat(
            pipeline.rows(
                "select check_name, passed from pipeline.check_results"
                    + " where check_name = 'power_users.not_more_than_were_active'"))
        .containsExactly("power_users.not_more_than_were_active|t");
    assertIsExplained(pipeline, company);
    assertThat(textOf(outcome.reports())).contains("Power users");
  }

  private static void addPowerUsers(Path metric) throws IOException {
    write(
        metric.resolve("metric.yaml"),
        """
        version: 1
        title: Power users
        grain: one row a business day
        columns:
          - {name: day, type: date, comment: "Business day"}
          - {name: users, type: bigint, comment: "Users active on 4 days or more of the last 7"}
        key: [day]
        period: {first: day, last: day}
        reads:
          - {relation: user_day, days_before: 6}
          - {relation: business_day, days_before: 0}
        requires: [activity]
        job_keys: [zone, activity_where, internal]
        headlines:
          - {name: power_users, value: users, unit: users, grain: day, title: "Power users"}
        """);
    write(
        metric.resolve("query.sql"),
        """
        with days as (
          select business_day.day, user_day.user_id
          from business_day
          join user_day on user_day.day between date_sub(business_day.day, 6) and business_day.day
          group by 1, 2
          having count(*) >= 4
        )

        select business_day.day, count(days.user_id) as users
        from business_day
        left join days on days.day = business_day.day
        where business_day.day between :first_day and :last_day
        group by 1
        """);
    write(
        metric.resolve("README.md"),
        "# Power users\nUsers who were active on at least 4 of the 7 days that end on the day.\n");
    write(
        metric.resolve("checks.sql"),
        """
        -- check: not_more_than_were_active
        -- severity: fail
        -- meaning: Who is active on four days of a week is active in the week.
        select day, wau as expected, users as actual
        from power_users join active_users_daily using (day)
        where day between :first_day and :last_day and users > wau
        """);
    Path example = metric.resolve("cases").resolve("four_of_seven");
    write(example.resolve("case.yaml"), "first_day: 2026-03-07\nlast_day: 2026-03-07\n");
    write(
        example.resolve("given").resolve("user_day.csv"),
        "user_id,days\nann,2026-03-01 2026-03-02 2026-03-05 2026-03-07\nbob,2026-03-07\n");
    write(example.resolve("expected.csv"), "day,users,is_final\n2026-03-07,1,false\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void assertIsExplained(Pipeline pipeline, Company company) {
    Installation installation = pipeline.at(company.nightOf(LAST));
    Metric metric =
        installation.metrics().stream()
            .filter(each -> each.name().equals("power_users"))
            .findFirst()
            .orElseThrow();
    Store store = new Store(installation.home(), installation.environment().database());
    assertThat(
            String.join(
                "\n",
                Explanation.of(metric, "power_users", installation.home(), store, LAST).lines()))
        .contains(
            "power_users, version 1: Power users",
            "at least 4 of the 7 days",
            "having count(*) >= 4",
            "power_users = 1 users  2026-03-09",
            "Rows of 2026-03-09:",
            "No figure of that day was restated.");
  }

  private static String textOf(List<Path> reports) throws IOException {
    Path pdf =
        reports.stream().filter(file -> file.toString().endsWith(".pdf")).findFirst().orElseThrow();
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      return new PDFTextStripper().getText(document);
    }
  }
}
