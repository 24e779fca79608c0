package org.businessmetrics.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.dictionary.Dictionary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The dictionary for analysts, as a file. */
@Command(
    name = "docs",
    description = {
      "Writes the dictionary of metrics as one HTML page: what every figure means, tables, columns,",
      "checks, and where each column comes from. Needs no database."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  metrics docs --out dictionary", "  metrics docs --out /var/www/metrics --quiet"})
final class DocsCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder that gets index.html; made where it is missing.")
  private Path out = Path.of("");

  DocsCommand(Session session) {
    this.common = new Common(session);
  }

  @Override
  public Integer call() {
    Dictionary dictionary =
        Dictionary.read(common.session().home(), common.job(), common.catalog());
    Path page = dictionary.write(out);
    if (common.json()) {
      common.out().println(Json.of(Map.of("page", page)));
    } else {
      common.say(page.toString());
    }
    return ExitCode.OK.code();
  }
}
