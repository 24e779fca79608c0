package org.businessmetrics.dictionary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.businessmetrics.catalog.Catalog;
import org.businessmetrics.catalog.Definition;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;

/**
 * All that there is to say of the figures: what they mean, how they are made and from what. Read
 * from the files that define them; neither a database nor a source is asked.
 */
public final class Dictionary {
  private static final String FILE = "index.html";

  private final Job job;
  private final List<Metric> metrics;
  private final List<Fact> facts;
  private final List<SourceRelation> sources;
  private final List<SchemaTable> tables;
  private final Lineage lineage;

  private Dictionary(
      Job job,
      List<Metric> metrics,
      List<Fact> facts,
      List<SourceRelation> sources,
      List<SchemaTable> tables) {
    this.job = job;
    this.metrics = metrics;
    this.facts = facts;
    this.sources = sources;
    this.tables = tables;
    this.lineage = new Lineage(metrics, facts, sources);
  }

  /**
   * Reads it.
   *
   * @param home the project's directory, which holds {@code sql/}
   * @param job whose source and keys the definitions are shown with
   */
  public static Dictionary read(Path home, Job job, Catalog catalog) {
    Path sql = home.resolve("sql");
    List<Metric> metrics = catalog.metrics();
    List<String> own = metrics.stream().map(Metric::table).toList();
    return new Dictionary(
        job,
        metrics,
        Fact.readAll(sql.resolve("facts")),
        SourceFiles.read(job.source()),
        SchemaTable.readAll(sql.resolve("migrations")).stream()
            .filter(table -> !own.contains(table.name()))
            .toList());
  }

  /**
   * The whole dictionary as one page that needs nothing else; the same files give the same page.
   */
  public String page() {
    return new Page(this).html();
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param folder made where it is missing
   * @return the file
   * @throws Failure SYSTEM when it can't be written
   */
  public Path write(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      Files.createDirectories(folder);
      // Not a temporary file of the JDK's: those are for their owner only, and this is for readers.
      Path draft = folder.resolve(FILE + ".draft");
      try {
        Files.writeString(draft, page());
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
      return file;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM, "Could not write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  Job job() {
    return job;
  }

  List<Metric> metrics() {
    return metrics;
  }

  Optional<Metric> metric(String name) {
    return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /** Version and hash under the job. */
  Definition definition(Metric metric) {
    return Definition.of(metric, job);
  }

  List<Fact> facts() {
    return facts;
  }

  List<SourceRelation> sources() {
    return sources;
  }

  /** What schema {@code metrics} has besides the metrics' own tables. */
  List<SchemaTable> tables() {
    return tables;
  }

  Lineage lineage() {
    return lineage;
  }
}
