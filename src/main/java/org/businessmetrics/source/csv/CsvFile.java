package org.businessmetrics.source.csv;

import java.nio.file.Path;
import java.util.List;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.ContractReport;
import org.businessmetrics.source.canonical.Relation;

/** The file of one relation. */
public record CsvFile(Relation relation, Path path) {

  /** Adds to the report what is wrong with the header. */
  public void check(ContractReport report) {
    try (CsvRows rows = open()) {
      report.columns(relation, rows.header(), name(), false);
    } catch (Failure e) {
      if (e.exitCode() != ExitCode.SOURCE_CONTRACT) {
        throw e;
      }
      report.problem(e.getMessage());
    }
  }

  /** Opens the file at its first row. */
  public CsvRows open() {
    return new CsvRows(this);
  }

  /** The canonical columns of the file, in canonical order. */
  public List<CanonicalColumn> columns() {
    try (CsvRows rows = open()) {
      return rows.columns();
    }
  }

  /** What names the file in messages. */
  public String name() {
    return String.valueOf(path.getFileName());
  }
}
