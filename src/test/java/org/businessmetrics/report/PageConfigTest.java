package org.businessmetrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.report.PageConfig.Goal;
import org.businessmetrics.report.PageConfig.Show;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageConfigTest {
  private final Path folder;

  PageConfigTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsThePageOfTheProject() {
    PageConfig page = PageConfig.load(SampleCompany.PAGE, Headlines.ALL);
    assertThat(page.tiles()).hasSize(6);
    assertThat(page.charts()).hasSize(3);
    assertThat(page.tiles().get(4).show()).isEqualTo(Show.MONTH_TO_DATE);
  }

  @Test
  void takesATileOfAnyMetricInOneLine() throws Exception {
    Map<String, HeadlineInfo> headlines = new TreeMap<>(Headlines.ALL);
    headlines.put("power_users", HeadlineInfo.of("power_users", "Power users", "users", "day"));
    PageConfig page =
        PageConfig.load(write("version: 1", "tiles:", "  - {metric: power_users}"), headlines);
    assertThat(page.tiles().get(0).measure().title()).isEqualTo("Power users");
    assertThat(page.tiles().get(0).goal()).isEqualTo(Goal.UP);
    assertThat(page.metrics()).containsExactly("power_users");
  }

  @Test
  void namesEveryProblemAtOnceWithTheNearestName() throws Exception {
    Path file =
        write(
            "version: 2",
            "titel: Business",
            "tiles:",
            "  - {metrik: dau}",
            "  - {metric: daw}",
            "  - {metric: stickiness, show: month_to_date}",
            "  - {metric: dau, goal: sideways, title: '図'}",
            "charts:",
            "  - {kind: stacked, series: [dau]}",
            "  - {kind: line, days: 3, series: [dau, net_revenue]}");
    Failure failure = failure(file);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(failure.getMessage().lines().map(line -> line.substring((file + ": ").length())))
        .containsExactly(
            "unknown key 'titel' (did you mean 'title'?)",
            "version: must be 1, found '2'",
            "tiles[1]: unknown key 'metrik' (did you mean 'metric'?)",
            "tiles[1].metric: is missing",
            "tiles[2].metric: unknown metric 'daw' (did you mean 'dau'?)",
            "tiles[3].show: the days of 'stickiness' (a rate by day) can't be added up to a month; remove the key",
            "tiles[4].title: the report's font (Roboto) has no '図'; choose other letters",
            "tiles[4].goal: unknown 'sideways' (allowed: up, down)",
            "charts[1].series: a chart of kind stacked takes 2 to 5, found 1",
            "charts[2].days: must be a number from 7 to 390, found '3'",
            "charts[2].series: all series of a chart must be of one unit");
  }

  @Test
  void saysWhereTheYamlIsBroken() throws Exception {
    assertThat(failure(write("version: 1", "tiles: [", "  - {")).getMessage()).contains("line ");
    assertThat(failure(write("version: 1", "title: a", "title: b")).getMessage())
        .contains("line 3", "Duplicate");
    assertThat(failure(folder.resolve("none.yaml")).getMessage()).contains("There is no page file");
    assertThat(failure(write("version: 1")).getMessage()).contains("the page is empty");
  }

  private Failure failure(Path file) {
    return catchThrowableOfType(Failure.class, () -> PageConfig.load(file, Headlines.ALL));
  }

  private Path write(String... lines) throws IOException {
    return Files.writeString(folder.resolve("page.yaml"), String.join("\n", lines));
  }
}
