package org.businessmetrics.cli;

import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.inspect.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published rows as a file. */
@Command(
    name = "export",
    description = "Writes a published table, or one metric, as CSV to standard output.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  metrics export revenue_daily --from 2026-11-01 --to 2026-11-22 > revenue.csv",
      "  metrics export dau --from 2026-11-01 --to 2026-11-22"
    })
final class ExportCommand implements Callable<Integer> {
  /** What can be written; more will follow. */
  enum Format {
    CSV
  }

  @Mixin private Common common;

  @Parameters(paramLabel = "TABLE|METRIC", description = "A published table or a metric's name.")
  private String name = "";

  @Option(names = "--from", required = true, paramLabel = "DAY", description = "The first day.")
  private LocalDate from = LocalDate.MIN;

  @Option(names = "--to", required = true, paramLabel = "DAY", description = "The last day.")
  private LocalDate to = LocalDate.MIN;

  @Option(names = "--format", description = "Only ${COMPLETION-CANDIDATES} so far.")
  private Format format = Format.CSV;

  ExportCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Catalog catalog = common.catalog();
    switch (format) {
      case CSV -> new Export(common.store(), catalog.metrics()).write(name, from, to, common.out());
    }
    // Half an export must not look like a whole one: writers keep quiet about a full disk.
    if (common.out().checkError()) {
      throw new Failure(
          ExitCode.SYSTEM,
          "The export could not be written: standard output is closed, or its disk is full.");
    }
    return ExitCode.OK.code();
  }
}
