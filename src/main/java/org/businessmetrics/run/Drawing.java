package org.businessmetrics.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.ReportFile;
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

/** Draws reports from what is published. */
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

  /** The end of a run: what was published stands, whatever becomes of the pages. */
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
    return outcome(published, restatements, drawn(new DayRange(first, last), false), said);
  }

  /**
   * The end of a run with nothing to publish: a report is drawn where an earlier run died before it
   * had.
   */
  Outcome afterNothing(Optional<DayRange> standing, RunOptions options) {
    Drawn missing =
        standing
            .filter(days -> isDrawn(options))
            .map(days -> drawn(days, true))
            .orElse(Drawn.nothing());
    String said =
        missing.days().isEmpty()
            ? "Nothing is due."
            : "Nothing is due, but the report of %s was missing."
                .formatted(
                    missing.days().stream()
                        .map(LocalDate::toString)
                        .collect(Collectors.joining(" and ")));
    return outcome(List.of(), 0, missing, said);
  }

  /** What was drawn, or should have been. */
  private record Drawn(Set<LocalDate> days, List<Path> files, List<String> failures) {
    static Drawn nothing() {
      return new Drawn(new TreeSet<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * Draws each report of the newest of the days that is the last of its period, if one is. What
   * keeps one from being drawn keeps no other.
   */
  private Drawn drawn(DayRange days, boolean onlyMissing) {
    Drawn drawn = Drawn.nothing();
    Set<String> names = new HashSet<>();
    for (Path file : installation.job().report()) {
      LocalDate day = days.last();
      boolean isBegun = false;
      try {
        ReportFile report = ReportFile.load(file, Optional.empty(), System.getenv());
        if (!names.add(report.name())) {
          throw new Failure(
              ExitCode.CONFIGURATION,
              "Another of the job's reports has the name '%s' too, which its files begin with."
                  .formatted(report.name()));
        }
        day = installation.job().calendar().lastEnd(report.period(), day);
        if (days.contains(day) && !(onlyMissing && isThere(report, day))) {
          isBegun = true;
          drawn.days().add(day);
          drawn.files().addAll(draw(file, day, folder(), Set.of(Format.values())));
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.error("Published, but {} could not be drawn", file, e);
        if (onlyMissing && !isBegun) {
          // Whether it is missing can't be told of a file that can't be read: the night says so.
          continue;
        }
        drawn.days().add(day);
        drawn
            .failures()
            .add(
                "The report could not be drawn: %s Draw it again: metrics report --report %s --day %s"
                    .formatted(e.getMessage(), file, day));
      }
    }
    return drawn;
  }

  private static boolean isDrawn(RunOptions options) {
    return options.ending() == Ending.DRAW || options.ending() == Ending.DELIVER;
  }

  /** The figures are the last of a report's files to be written. */
  private boolean isThere(ReportFile report, LocalDate day) {
    return Files.exists(folder().resolve("%s-%s.csv".formatted(report.name(), day)));
  }

  private static Outcome outcome(
      List<DayRange> published, long restatements, Drawn drawn, String said) {
    boolean isDrawn = drawn.failures().isEmpty();
    return new Outcome(
        isDrawn ? ExitCode.OK : ExitCode.UNDELIVERED,
        published,
        restatements,
        drawn.files(),
        List.of(),
        isDrawn ? said : said + " " + String.join(" ", drawn.failures()));
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
