package org.businessmetrics.report;

import java.nio.file.Path;
import java.util.EnumSet;
import org.businessmetrics.config.Failure;

/** A process that draws a page; {@link FontsTest} starts it on a machine without fonts. */
final class DrawAPage {
  private DrawAPage() {}

  public static void main(String[] arguments) {
    try {
      ReportSnapshot snapshot = ReportSnapshot.fromJson(Path.of(arguments[0]));
      Reports.write(snapshot, Path.of(arguments[1]), EnumSet.of(Format.PNG, Format.PDF));
    } catch (Failure failure) {
      System.out.println(failure.exitCode() + ": " + failure.getMessage());
      System.exit(failure.exitCode().code());
    }
  }
}
