package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files in {@code schedules/} say what the program does. */
class SchedulesTest {
  private static final Path SCHEDULES = Path.of("schedules");

  @Test
  void theReadmeExplainsEveryExitCodeAndNoOther() throws Exception {
    List<Integer> explained = new ArrayList<>();
    Matcher row = Pattern.compile("(?m)^\\| (\\d+) \\|").matcher(read("README.md"));
    while (row.find()) {
      explained.add(Integer.valueOf(row.group(1)));
    }
    assertThat(explained).containsExactlyElementsOf(exitCodes());
  }

  @Test
  void kubernetesKnowsWhichExitCodesAreWorthAnotherTry() throws Exception {
    JsonNode spec = new YAMLMapper().readTree(read("kubernetes/cronjob.yaml")).get("spec");
    assertThat(spec.get("schedule").asText()).isEqualTo("17 * * * *");
    assertThat(spec.get("timeZone").asText()).isEqualTo("Etc/UTC");
    assertThat(spec.get("concurrencyPolicy").asText()).isEqualTo("Forbid");
    List<Integer> fail = codes(spec, "FailJob");
    List<Integer> count = codes(spec, "Count");
    assertThat(fail)
        .containsExactlyInAnyOrder(
            ExitCode.REFUSED.code(),
            ExitCode.UNDELIVERED.code(),
            ExitCode.USAGE.code(),
            ExitCode.SOURCE_CONTRACT.code(),
            ExitCode.CONFIGURATION.code());
    assertThat(count)
        .containsExactlyInAnyOrder(
            ExitCode.INTERNAL.code(), ExitCode.SYSTEM.code(), ExitCode.TRY_AGAIN.code());
    JsonNode pod = spec.at("/jobTemplate/spec/template/spec");
    assertThat(pod.get("restartPolicy").asText())
        .as("a failure policy needs it")
        .isEqualTo("Never");
    assertThat(pod.at("/containers/0/name").asText())
        .isEqualTo(
            spec.at("/jobTemplate/spec/podFailurePolicy/rules/1/onExitCodes/containerName")
                .asText());
    assertThat(pod.at("/containers/0/env/0/name").asText()).isEqualTo("METRICS_BUILD");
  }

  @Test
  void systemdTakesTryAgainForNoFailure() throws Exception {
    String service = read("systemd/business-metrics.service");
    assertThat(service)
        .contains("\nSuccessExitStatus=" + ExitCode.TRY_AGAIN.code() + "\n")
        .contains("\nEnvironment=METRICS_BUILD=never\n")
        .contains("/metrics run --quiet\n");
    assertThat(read("systemd/business-metrics.timer"))
        .contains("\nOnCalendar=*-*-* *:17:00 UTC\n")
        .contains("\nPersistent=true\n");
  }

  @Test
  void cronTicksHourlyAndNeverBuilds() throws Exception {
    assertThat(read("crontab").lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
        .containsExactly(
            "SHELL=/bin/bash",
            "CRON_TZ=UTC",
            "METRICS_BUILD=never",
            "17 * * * * metrics set -a; . /etc/business-metrics/environment;"
                + " exec /opt/business-metrics/metrics run --quiet",
            "43 4 * * 0 metrics set -a; . /etc/business-metrics/environment;"
                + " exec /opt/business-metrics/metrics gc --quiet");
  }

  private static List<Integer> codes(JsonNode spec, String action) {
    List<Integer> codes = new ArrayList<>();
    for (JsonNode rule : spec.at("/jobTemplate/spec/podFailurePolicy/rules")) {
      if (rule.get("action").asText().equals(action)) {
        rule.at("/onExitCodes/values").forEach(code -> codes.add(code.asInt()));
      }
    }
    assertThat(exitCodes()).containsAll(codes);
    return codes;
  }

  private static List<Integer> exitCodes() {
    return Arrays.stream(ExitCode.values()).map(ExitCode::code).toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(SCHEDULES.resolve(file));
  }
}
