package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;

/**
 * A web application's activity of 2010: cohorts by month of the first activity. Its months are
 * those of New York. A cohort's size is the first figure of its published row.
 */
final class Retentioneer {
  private static final String NEW_USERS =
      "select new_users from metrics.active_users_calendar where grain = 'month' and period_start = '%s'";

  private Retentioneer() {}

  static List<Question> questions(Path data, Path work) {
    Path folder = work.resolve("retentioneer");
    PublishedData.write(
        folder.resolve("source").resolve("activity.csv"),
        List.of("user_id", "occurred_at"),
        PublishedData.rows(data.resolve("activity.csv")).stream()
            .map(
                row ->
                    List.of(
                        PublishedData.cell(row, "user_id"),
                        Instant.ofEpochSecond(Long.parseLong(PublishedData.cell(row, "timestamp")))
                            .toString())));
    DataSet set =
        new DataSet(
            data, folder, "zone: America/New_York\n", Instant.parse("2011-01-01T12:00:00Z"));
    return List.of(
        new Compared(
            "new users of 2010-02",
            size(set.published("cohort_2010_02")),
            () -> set.rows(NEW_USERS.formatted("2010-02-01"))),
        new Compared(
            "new users of 2010-03",
            size(set.published("cohort_2010_03")),
            () -> set.rows(NEW_USERS.formatted("2010-03-01"))),
        new Compared(
            "new users of the months with at least 20",
            size(set.published("all_cohorts")),
            () ->
                set.rows(
                    """
                    select sum(new_users) from metrics.active_users_calendar
                    where grain = 'month' and new_users >= 20
                    """)),
        new Compared(
            "users of the year, by the gaps",
            List.of("7438"),
            () -> set.rows("select metrics.active_users('2010-01-30', '2010-12-31')")),
        new Compared(
            "users of the year, as new users of the days",
            List.of("7438"),
            () ->
                set.rows(
                    "select sum(new_users) from metrics.active_users_daily where segment = 'all'")),
        new Compared(
            "rows of activity",
            List.of("89196"),
            () -> set.factRows("select sum(events) from user_day_facts")),
        new NotCovered(
            "retention on or after day N",
            "days are of 24 hours from the first event there and calendar days here, and cohorts older"
                + " than 180 days, which the published ones are by the end of the year, are gone"));
  }

  private static List<String> size(JsonNode cohort) {
    return List.of(cohort.path(0).path(1).asText());
  }
}
