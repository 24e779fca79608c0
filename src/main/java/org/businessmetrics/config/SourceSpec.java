package org.businessmetrics.config;

import java.nio.file.Path;

/** Where the application's rows come from. */
public sealed interface SourceSpec {
  /** A folder, absolute. */
  Path path();

  /** As the job file writes it. */
  String kind();

  /** A PostgreSQL database, read through the folder's SQL files, one a canonical relation. */
  record Postgresql(Path path) implements SourceSpec {
    @Override
    public String kind() {
      return "postgresql";
    }
  }

  /** A folder of CSV files, one a canonical relation. */
  record Csv(Path path) implements SourceSpec {
    @Override
    public String kind() {
      return "csv";
    }
  }
}
