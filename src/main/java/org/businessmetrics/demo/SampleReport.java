package org.businessmetrics.demo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  /** Net revenue of a month in dollars, for each account ever made. */
  private static final double AIM = 0.75;

  private SampleReport() {}

  /**
   * Writes it into a folder. What the shipped one has of its own is left as it is; one that can't
   * be read is given back, for its reader to say what is wrong with it.
   *
   * @param shipped the report's file that it is made from
   * @throws Failure (system) when it can't be written
   */
  public static Path write(Path shipped, Path folder, SampleCompany.Parameters parameters) {
    try {
      if (!(YAML.readTree(shipped.toFile()) instanceof ObjectNode report)) {
        return shipped;
      }
      complete(report, parameters);
      Files.createDirectories(folder);
      Path written = folder.resolve(shipped.getFileName());
      YAML.writeValue(written.toFile(), report);
      return written;
    } catch (JsonProcessingException e) {
      return shipped;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not make the sample company's report from %s in %s: %s"
              .formatted(shipped, folder, e.getMessage()),
          e);
    }
  }

  private static void complete(ObjectNode report, SampleCompany.Parameters parameters) {
    if (!report.has("targets")) {
      report
          .putObject("targets")
          .putObject("net_revenue")
          .put(
              YearMonth.from(parameters.lastDay()).toString(),
              Math.round(AIM * parameters.users()));
    }
    if (!report.has("annotations")) {
      CompanyCalendar calendar =
          new CompanyCalendar(parameters, new Chance(parameters.start()).fork());
      LocalDate outage = calendar.date(calendar.dayOf(calendar.outageEnd()));
      report
          .putArray("annotations")
          .add(annotation(calendar.date(calendar.launchDay()), "Launch"))
          .add(annotation(outage, "Outage"));
    }
  }

  private static ObjectNode annotation(LocalDate day, String text) {
    return YAML.createObjectNode().put("day", day.toString()).put("text", text);
  }
}
