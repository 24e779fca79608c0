package org.businessmetrics.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.report.Format;
import org.businessmetrics.run.Drawing;
import org.businessmetrics.run.Installation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The report of a day, from what is published. */
@Command(
    name = "report",
    description = "Draws the report of a published day; computes nothing.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics report --day 2026-11-22 --format pdf --out /tmp/board",
      "  metrics report --report reports/monthly-board.yaml --day 2026-10-31"
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(names = "--day", paramLabel = "DAY", description = "The day (default: the last).")
  private @Nullable LocalDate day;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "What is drawn (default: the first of the job's reports).")
  private @Nullable Path report;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the files go.")
  private @Nullable Path out;

  @Option(
      names = "--format",
      description = "png, pdf, html, csv; several by commas (default: all).")
  private String format = "png,pdf,html,csv";

  ReportCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Set<Format> formats = Format.parse(format);
    Installation installation = common.installation();
    Drawing drawing = new Drawing(installation);
    LocalDate last = lastDay();
    List<Path> files =
        drawing.draw(
            report == null ? installation.job().report().get(0) : report,
            day == null ? last : day,
            out == null ? drawing.folder() : out,
            formats);
    if (common.json()) {
      common.out().println(Json.of(files));
    } else {
      files.forEach(file -> common.say(file.toString()));
    }
    return ExitCode.OK.code();
  }

  private LocalDate lastDay() {
    Store store = common.store();
    NavigableMap<LocalDate, PublishedDay> days =
        new Migrations(common.session().home(), store).hasSchema()
            ? new Ledger(store).publishedDays()
            : Collections.emptyNavigableMap();
    if (days.isEmpty()) {
      throw new Failure(ExitCode.USAGE, "Nothing is published yet. Run first: metrics run");
    }
    return days.lastKey();
  }
}
