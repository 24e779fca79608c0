package org.businessmetrics.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.ContractReport;
import org.businessmetrics.source.csv.CsvFile;
import org.businessmetrics.source.csv.CsvRow;
import org.businessmetrics.source.csv.CsvRows;

/** A folder of CSV files; see {@link Source#csv}. */
public final class CsvSource implements Source {
  private final SourceFolder folder;
  private final SourceSettings settings;

  CsvSource(Path folder, SourceSettings settings) {
    this.folder = new SourceFolder(folder, ".csv");
    this.settings = settings;
  }

  @Override
  public Set<String> relations() {
    return folder.relations();
  }

  @Override
  public List<String> checkContract() {
    ContractReport report = new ContractReport();
    folder.check(report, Set.of());
    settings.activityWhere().ifPresent(predicate -> ActivityPredicate.check(predicate, report));
    relations().forEach(relation -> file(relation).check(report));
    return report.finish();
  }

  @Override
  public Optional<Instant> firstInstant() {
    return folder.firstInstant((name, column) -> extreme(name, column, true, Instant.MAX));
  }

  @Override
  public Optional<Instant> newest(String relation, Instant notAfter) {
    return extreme(relation, SourceFolder.newestColumn(relation), false, notAfter);
  }

  private Optional<Instant> extreme(String name, String column, boolean first, Instant notAfter) {
    Instant found = null;
    try (CsvRows rows = file(name).open()) {
      int index = rows.index(column);
      for (CsvRow row = rows.next(); row != null; row = rows.next()) {
        if (row.error() == null && row.value(index) instanceof Instant time) {
          boolean better = found == null || (first ? time.isBefore(found) : time.isAfter(found));
          found = better && !time.isAfter(notAfter) ? time : found;
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** A file has no clock that could be behind. */
  @Override
  public Instant replayedUntil(Instant now) {
    return now;
  }

  @Override
  public CsvSnapshot snapshot(Instant now) {
    return CsvSnapshot.take(this, now);
  }

  SourceSettings settings() {
    return settings;
  }

  CsvFile file(String relation) {
    return new CsvFile(Canonical.relation(relation), folder.file(relation));
  }
}
