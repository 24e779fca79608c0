package org.businessmetrics.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** The daily report with what a company adds to it: what it aims at, and what happened to it. */
public final class SampleReport {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Net revenue of a month in dollars, for each account ever made. */
  private static final double AIM = 0.75;

  private SampleReport() {}

  /**
   * Writes it into a folder.
   *
   * @param shipped the report's file that it is made from
   * @throws Failure (system) when one can't be read or the other written
   */
  public static Path write(Path shipped, Path folder, SampleCompany.Parameters parameters) {
    CompanyCalendar calendar =
        new CompanyCalendar(parameters, new Chance(parameters.start()).fork());
    LocalDate outage = calendar.date(calendar.dayOf(calendar.outageEnd()));
    try {
      ObjectNode report = (ObjectNode) YAML.readTree(shipped.toFile());
      ObjectNode target = report.putObject("targets").putObject("net_revenue");
      target.put(
          YearMonth.from(parameters.lastDay()).toString(), Math.round(AIM * parameters.users()));
      report
          .putArray("annotations")
          .add(annotation(calendar.date(calendar.launchDay()), "Launch"))
          .add(annotation(outage, "Outage"));
      Path written = folder.resolve(shipped.getFileName());
      Files.createDirectories(folder);
      YAML.writeValue(written.toFile(), report);
      return written;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not make the sample company's report from %s in %s: %s"
              .formatted(shipped, folder, e.getMessage()),
          e);
    }
  }

  private static ObjectNode annotation(LocalDate day, String text) {
    return YAML.createObjectNode().put("day", day.toString()).put("text", text);
  }
}
