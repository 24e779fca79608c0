package org.businessmetrics.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.businessmetrics.run.Progress;

/** One JSON object a line and step, for whoever collects the output of scheduled jobs. */
final class JsonProgress implements Progress {
  private final PrintWriter err;

  JsonProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void began(String step, String detail) {}

  @Override
  public void ended(String step, Duration took, long rowsIn, long rowsOut) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", "INFO");
    line.put("step", step);
    line.put("milliseconds", took.toMillis());
    line.put("rows_in", rowsIn);
    line.put("rows_out", rowsOut);
    err.println(Json.of(line));
  }

  @Override
  public void advanced(int daysDone, int daysInAll, Duration soFar) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", "INFO");
    line.put("days_done", daysDone);
    line.put("days_in_all", daysInAll);
    line.put("milliseconds", soFar.toMillis());
    err.println(Json.of(line));
  }

  @Override
  public void warning(String message) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", "WARNING");
    line.put("message", message);
    err.println(Json.of(line));
  }
}
