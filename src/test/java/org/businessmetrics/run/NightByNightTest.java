package org.businessmetrics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.testing.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights one after the other, over a source whose rows come late. */
class NightByNightTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final LocalDate FIRST = LocalDate.of(2025, 2, 27);
  private static final int DAYS = Integer.getInteger("nights", 7);
  private static final LocalDate LAST = FIRST.plusDays(DAYS - 1L);
  private static final String KEYS =
      """
      zone: America/New_York
      lookback_days: 3
      quarantine: {max_rows: 1000}
      """;

  private final Path folder;

  NightByNightTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void equalsOneBackfillAndChangesNothingWhenItRunsAgain() {
    Company company =
        RandomCompany.of(42, new BusinessCalendar(ZONE, DayOfWeek.MONDAY), FIRST, DAYS, 40, 3);
    Pipeline nights = pipeline("nights");
    for (LocalDate night = FIRST; !night.isAfter(LAST); night = night.plusDays(1)) {
      company.write(source(), night);
      nights.night(company.nightOf(night));
    }
    company.write(source(), LAST);
    Instant now = company.nightOf(LAST);
    Pipeline rebuilt = pipeline("rebuilt");
    rebuilt.backfill(FIRST, LAST, now);

    SameTables.assertSame(nights, rebuilt);
    assertThat(nights.rows("select cause from pipeline.restatements group by 1"))
        .containsExactly("late_data");
    assertThat(rebuilt.rows("select * from pipeline.restatements")).isEmpty();

    Map<String, List<String>> asItStood = physicalRows(nights);
    Outcome nothingDue = nights.night(now);
    assertThat(nothingDue.published()).isEmpty();
    assertThat(nothingDue.message()).isEqualTo("Nothing is due.");
    assertThat(physicalRows(nights)).isEqualTo(asItStood);

    Outcome again = nights.day(LAST, now);
    assertThat(again.published()).containsExactly(new DayRange(LAST.minusDays(3), LAST));
    assertThat(again.restatements()).isZero();
    assertThat(physicalRows(nights)).isEqualTo(asItStood);

    Outcome backfilled = nights.backfill(FIRST.plusDays(2), FIRST.plusDays(4), now);
    assertThat(backfilled.published()).containsExactly(new DayRange(FIRST.plusDays(2), LAST));
    assertThat(backfilled.restatements()).isZero();
    assertThat(physicalRows(nights)).isEqualTo(asItStood);
  }

  /** Every row with the transaction that wrote it: a row that was written again differs. */
  private static Map<String, List<String>> physicalRows(Pipeline pipeline) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : pipeline.tables().keySet()) {
      rows.put(
          table,
          pipeline.rows("select xmin, t::text from metrics.%s t order by ctid".formatted(table)));
    }
    rows.put("restatements", pipeline.rows("select id from pipeline.restatements order by 1"));
    rows.put("day_versions", pipeline.rows("select * from pipeline.day_versions order by 1, 2"));
    return rows;
  }

  private Path source() {
    return folder.resolve("source");
  }

  private Pipeline pipeline(String name) {
    return Pipeline.overCsv(folder.resolve(name), source(), KEYS);
  }
}
