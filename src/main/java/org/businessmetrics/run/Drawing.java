package org.businessmetrics.run;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.report.Format;
import org.businessmetrics.report.HeadlineInfo;
import org.businessmetrics.report.Marks;
import org.businessmetrics.report.ReportConfig;
import org.businessmetrics.report.ReportSnapshot;
import org.businessmetrics.report.Reports;
import org.businessmetrics.report.SnapshotReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws a report from what is published. */
public final class Drawing {
  private static final Logger LOG = LoggerFactory.getLogger(Drawing.class);
  private static final String SAMPLE = "Sample data";

  private final Installation installation;
  private final Store store;

  public Drawing(Installation installation) {
    this.installation = installation;
    this.store = new Store(installation.home(), installation.environment().database());
  }

  /**
   * Draws one published day.
   *
   * @param file the report's file, as those under {@code reports/}
   * @throws Failure {@link ExitCode#USAGE} for a day that is not published
   */
  public List<Path> draw(Path file, LocalDate day, Path folder, Set<Format> formats) {
    return Reports.write(snapshot(file, day), folder, formats);
  }

  /**
   * Reads what a report shows of one published day.
   *
   * @throws Failure {@link ExitCode#USAGE} for a day that is not published
   */
  ReportSnapshot snapshot(Path file, LocalDate day) {
    Map<String, HeadlineInfo> headlines = new HeadlineWords(installation.catalog(), store).all();
    ReportConfig report = ReportConfig.load(file, headlines);
    Marks marks =
        new Marks(
            installation.job().name(),
            installation.sample() ? Optional.of(SAMPLE) : Optional.empty(),
            notComputed(),
            installation.job().reportingCurrency(),
            headlines);
    try (Connection connection = store.connect("metrics report")) {
      return new SnapshotReader(installation.home()).read(connection, report, day, marks);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Where the reports go when nobody says otherwise. */
  public Path folder() {
    return installation.environment().output().resolve("reports");
  }

  /** The end of a run: what was published stands, whatever becomes of the page. */
  Outcome after(List<DayRange> published, long restatements, RunOptions options) {
    LocalDate first = published.get(0).first();
    LocalDate last = published.get(published.size() - 1).last();
    String said =
        "Published %s%s."
            .formatted(
                new DayRange(first, last),
                restatements == 0 ? "" : ", %d figures restated".formatted(restatements));
    if (!isDrawn(options)) {
      return new Outcome(ExitCode.OK, published, restatements, List.of(), List.of(), said);
    }
    return drawn(published, restatements, last, said);
  }

  /**
   * The end of a run with nothing to publish: the report is drawn where an earlier run died before
   * it had.
   */
  Outcome afterNothing(Optional<DayRange> standing, RunOptions options) {
    Optional<LocalDate> missing =
        standing.map(DayRange::last).filter(day -> isDrawn(options) && !isThere(day));
    return missing
        .map(
            day ->
                drawn(
                    List.of(),
                    0,
                    day,
                    "Nothing is due, but the report of %s was missing.".formatted(day)))
        .orElse(new Outcome(ExitCode.OK, List.of(), 0, List.of(), List.of(), "Nothing is due."));
  }

  private static boolean isDrawn(RunOptions options) {
    return options.ending() == Ending.DRAW || options.ending() == Ending.DELIVER;
  }

  /** The figures are the last of a report's files to be written. */
  private boolean isThere(LocalDate day) {
    String[] files = folder().toFile().list((folder, name) -> name.endsWith("-" + day + ".csv"));
    return files != null && files.length > 0;
  }

  private Outcome drawn(List<DayRange> published, long restatements, LocalDate last, String said) {
    try {
      List<Path> files = draw(installation.job().report(), last, folder(), Set.of(Format.values()));
      return new Outcome(ExitCode.OK, published, restatements, files, List.of(), said);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Published, but the report could not be drawn", e);
      return new Outcome(
          ExitCode.UNDELIVERED,
          published,
          restatements,
          List.of(),
          List.of(),
          "%s The report could not be drawn: %s Draw it again: metrics report --day %s"
              .formatted(said, e.getMessage(), last));
    }
  }

  /** The headlines whose metric rests on a relation that the source does not give. */
  private Map<String, String> notComputed() {
    Set<String> given = installation.source().relations();
    Map<String, String> reasons = new HashMap<>();
    for (Metric metric : installation.catalog().metrics()) {
      List<String> missing = metric.requires().stream().filter(r -> !given.contains(r)).toList();
      if (!missing.isEmpty()) {
        String reason = "the source has no " + String.join(", ", missing);
        metric.headlines().forEach(headline -> reasons.put(headline.name(), reason));
      }
    }
    return reasons;
  }
}
