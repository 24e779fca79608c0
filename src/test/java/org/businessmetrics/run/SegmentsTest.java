package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users are is only known while they are it: nights remember, whatever the source says now.
 */
class SegmentsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

  private final Path source;
  private final Pipeline pipeline;
  private final Path folder;

  SegmentsTest(@TempDir Path folder) {
    this.folder = folder;
    this.source = folder.resolve("source");
    this.pipeline =
        Pipeline.overCsv(
            folder.resolve("pipeline"),
            source,
            "segments: [segment_country]\nmetrics: [active_users_daily]\n");
  }

  @Test
  void aMoveCountsFromTheNightThatSawItAndNoBackfillUndoesIt() throws IOException {
    write("de", "us");
    pipeline.night(nightOf(3));
    assertThat(dau())
        .containsExactly(
            "2026-03-02|de|1", "2026-03-02|us|1",
            "2026-03-03|de|1", "2026-03-03|us|1",
            "2026-03-04|de|1", "2026-03-04|us|1");

    write("at", "us");
    pipeline.night(nightOf(4));
    assertThat(dau())
        .endsWith("2026-03-04|de|1", "2026-03-04|us|1", "2026-03-05|at|1", "2026-03-05|us|1");
    assertThat(windows("2026-03-05")).containsExactly("at|1|1", "us|1|1");

    write("de", "us");
    pipeline.night(nightOf(5));
    assertThat(dau())
        .endsWith("2026-03-05|at|1", "2026-03-05|us|1", "2026-03-06|de|1", "2026-03-06|us|1");

    String before = String.join("\n", dau());
    write("ch", "ch");
    pipeline.backfill(FIRST, FIRST.plusDays(3), nightOf(5).plusSeconds(1));
    assertThat(String.join("\n", dau())).isEqualTo(before);
    assertThat(pipeline.rows("select * from pipeline.restatements")).isEmpty();
  }

  @Test
  void whoIsNothingIsUnknown() throws IOException {
    write("", "us");
    pipeline.night(nightOf(1));
    assertThat(dau()).containsExactly("2026-03-02|unknown|1", "2026-03-02|us|1");
  }

  @Test
  void namesASegmentThatTheSourceDoesNotGive() throws IOException {
    write("de", "us");
    Pipeline wrong =
        Pipeline.overCsv(folder.resolve("wrong"), source, "segments: [segment_city]\n");
    assertThatThrownBy(() -> wrong.night(nightOf(1)))
        .hasMessage(
            "Unknown segment: 'segment_city' (must be a column of the source's accounts: [segment_country])");
  }

  /** ann and bob, active every day, as the source has them now. */
  private void write(String ann, String bob) throws IOException {
    Files.createDirectories(source);
    Files.writeString(
        source.resolve("accounts.csv"),
        """
        user_id,signed_up_at,segment_country
        ann,2026-03-02T08:00:00Z,%s
        bob,2026-03-02T09:00:00Z,%s
        """
            .formatted(ann, bob));
    StringBuilder visits = new StringBuilder("user_id,occurred_at\n");
    for (int day = 0; day < 5; day++) {
      visits.append("ann,%sT12:00:00Z\nbob,%1$sT13:00:00Z\n".formatted(FIRST.plusDays(day)));
    }
    Files.writeString(source.resolve("activity.csv"), visits);
  }

  private static Instant nightOf(int day) {
    return Instant.parse(FIRST.plusDays(day) + "T02:00:00Z");
  }

  private List<String> dau() {
    return pipeline.rows(
        "select day, segment_value, dau from metrics.active_users_daily"
            + " where segment = 'country' and dau > 0 order by 1, 2");
  }

  private List<String> windows(String day) {
    return pipeline.rows(
        "select segment_value, dau, mau from metrics.active_users_daily_by_segment where day = '%s' order by 1"
            .formatted(day));
  }
}
