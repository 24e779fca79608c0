package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.ReportConfig.Annotation;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Goal;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Pool;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportConfig.Show;
import org.businessmetrics.report.ReportConfig.Tile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportConfigTest {
  private final Path folder;

  ReportConfigTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsTheReportOfTheProject() {
    ReportConfig report = ReportConfig.load(SampleCompany.PAGE, Headlines.ALL);
    assertThat(report.name()).isEqualTo("business-metrics");
    assertThat(report.pages()).hasSize(3);
    assertThat(report.pages().get(0).tiles()).hasSize(6);
    assertThat(report.pages().get(0).tiles().get(4).show()).isEqualTo(Show.MONTH_TO_DATE);
    assertThat(report.charts().map(Chart::kind)).contains(Kind.MOVEMENTS, Kind.RETENTION);
  }

  @Test
  void takesATileOfAnyMetricInOneLine() throws Exception {
    Map<String, HeadlineInfo> headlines = new TreeMap<>(Headlines.ALL);
    headlines.put("power_users", HeadlineInfo.of("power_users", "Power users", "users", "day"));
    ReportConfig report =
        ReportConfig.load(
            write("version: 1", "pages:", "- tiles:", "  - {metric: power_users}"), headlines);
    Tile tile = report.pages().get(0).tiles().get(0);
    assertThat(tile.measure().title()).isEqualTo("Power users");
    assertThat(tile.goal()).isEqualTo(Goal.UP);
    assertThat(report.metrics()).containsExactly("power_users");
    assertThat(report.name()).isEqualTo("page");
  }

  @Test
  void readsSegmentsTargetsAnnotationsAndWhomItIsFor() throws Exception {
    ReportConfig report =
        ReportConfig.load(
            write(
                "version: 1",
                "audience: Board",
                "period: weekly",
                "paper: letter",
                "pages:",
                "- tiles:",
                "  - {metric: dau, segment: {plan: premium}}",
                "  - {metric: signup_to_paid_7d, show: pooled}",
                "targets: {net_revenue: {2026-11: 400000.5}}",
                "annotations: [{day: 2026-11-03, text: Launch}]",
                "delivery: {owner: a@example.com}"),
            Headlines.ALL);
    assertThat(report.audience()).contains("Board");
    assertThat(report.measures().get(0).segment()).isEqualTo(new Segment("plan", "premium"));
    assertThat(report.measures().get(1).pool()).isEqualTo(Pool.LAST_28);
    assertThat(report.target("net_revenue", LocalDate.of(2026, 11, 22)))
        .contains(new BigDecimal("400000.5"));
    assertThat(report.target("net_revenue", LocalDate.of(2026, 12, 1))).isEmpty();
    assertThat(report.annotations())
        .containsExactly(new Annotation(LocalDate.of(2026, 11, 3), "Launch"));
  }

  @Test
  void namesEveryProblemAtOnceWithTheNearestName() throws Exception {
    Path file =
        write(
            "version: 2",
            "titel: Business",
            "pages:",
            "- tiles:",
            "  - {metrik: dau}",
            "  - {metric: daw}",
            "  - {metric: stickiness, show: month_to_date}",
            "  - {metric: dau, goal: sideways, title: 'A 図'}",
            "  - {metric: dau, show: pooled}",
            "  charts:",
            "  - {kind: stacked, series: [dau]}",
            "  - {kind: line, days: 3, series: [dau, net_revenue]}",
            "  - {kind: funel}",
            "  - {kind: figures, series: [dau]}",
            "  - {kind: line, series: [dau], figures: [{metric: nrr, unit: users}]}",
            "  tables:",
            "  - {kind: history}",
            "  - {kind: history, metrics: [dau, new_mrr]}",
            "  - {kind: parts, metrics: []}",
            "  - {kind: parts, metrics: [mrr_by_plan, feature_adoption_rate, mrr]}",
            "targets: {mrrr: {2026-11: 0, nov: 3}}",
            "annotations: [{day: 2026-11-31, text: a}]",
            "delivery: [a]");
    Failure failure = failure(file);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(failure.getMessage().lines().map(line -> line.substring((file + ": ").length())))
        .containsExactly(
            "unknown key 'titel' (did you mean 'title'?)",
            "version: must be 1, found '2'",
            "delivery: must be a mapping as in {owner: metrics@example.com}",
            "pages[1].tiles[1]: unknown key 'metrik' (did you mean 'metric'?)",
            "pages[1].tiles[1].metric: is missing",
            "pages[1].tiles[2].metric: unknown metric 'daw' (did you mean 'dau'?)",
            "pages[1].tiles[3].show: the days of 'stickiness' (a rate by day) can't be added up to a month; remove the key",
            "pages[1].tiles[4].title: the report's font (Roboto) has no '図', as in 'A 図'; choose other letters",
            "pages[1].tiles[4].goal: unknown 'sideways' (allowed: up, down)",
            "pages[1].tiles[5].metric: the days of 'dau' can't be pooled: it is no fraction",
            "pages[1].charts[1].series: a chart of kind stacked takes 2 to 5, found 1",
            "pages[1].charts[2].series: all series of a chart must be of one unit",
            "pages[1].charts[2].days: must be a number from 7 to 390, found '3'",
            "pages[1].charts[3].kind: unknown 'funel' (did you mean 'funnel'?)",
            "pages[1].charts[3].series: a chart of kind line takes 1 to 5, found 0",
            "pages[1].charts[4].series: a chart of kind figures takes none, found 1",
            "pages[1].charts[4].figures: a chart of kind figures takes 1 to 8, found 0",
            "pages[1].charts[5].figures[1]: unknown key 'unit' (allowed: metric, title, segment, goal, show)",
            "pages[1].charts[5].figures: only a chart of kind figures has them; remove the key",
            "pages[1].tables[1].metrics: a table of kind history takes at least one",
            "pages[1].tables[2].metrics: all columns of a history must be of one grain",
            "pages[1].tables[3].metrics: a table of kind parts takes at least one",
            "pages[1].tables[4].metrics: 'mrr' has no parts to be listed; name metrics by plan or feature, as mrr_by_plan",
            "pages[1].tables[4].metrics: all columns must be of the same parts",
            "targets.mrrr: unknown metric 'mrrr' (did you mean 'mrr'?)",
            "targets.mrrr.2026-11: must be above 0, found '0'",
            "targets.mrrr: must name months as in 2026-11, found 'nov'",
            "annotations[1].day: must be a day as in 2026-11-22, found '2026-11-31'");
  }

  @Test
  void refusesAPageThatDoesNotFitOnItsSheet() throws Exception {
    Path file =
        write(
            "version: 1",
            "pages:",
            "- charts:",
            "  - {width: full, series: [dau]}",
            "  - {width: full, series: [wau]}",
            "  - {width: full, series: [mau]}",
            "  - {width: full, series: [signups]}");
    assertThat(failure(file).getMessage())
        .contains("pages[1]: 0 tiles, 4 charts and 0 tables don't fit on one sheet")
        .contains("move some to another page");
  }

  @Test
  void saysWhereTheYamlIsBroken() throws Exception {
    assertThat(failure(write("version: 1", "pages: [", "  - {")).getMessage()).contains("line ");
    assertThat(failure(write("version: 1", "title: a", "title: b")).getMessage())
        .contains("line 3", "Duplicate");
    assertThat(failure(folder.resolve("none.yaml")).getMessage())
        .contains("There is no report file");
    assertThat(failure(write("version: 1")).getMessage()).contains("name at least one page");
    assertThat(failure(write("version: 1", "pages: [{title: a}]")).getMessage())
        .contains("pages[1]: the page is empty");
  }

  private Failure failure(Path file) {
    return catchThrowableOfType(Failure.class, () -> ReportConfig.load(file, Headlines.ALL));
  }

  private Path write(String... lines) throws IOException {
    return Files.writeString(folder.resolve("page.yaml"), String.join("\n", lines));
  }
}
