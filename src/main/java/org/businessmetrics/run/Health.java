package org.businessmetrics.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.Run;
import org.businessmetrics.ledger.RunState;
import org.businessmetrics.ledger.Store;

/**
 * What a monitor asks for.
 *
 * @param status {@code healthy} when all services are, {@code unhealthy} otherwise
 * @param services {@code database}, {@code source}, {@code facts}, {@code last_run}: {@code
 *     healthy} or what is wrong
 */
public record Health(
    String status, Instant timestamp, Map<String, String> services, String version) {
  /** What a service says that is well. */
  public static final String HEALTHY = "healthy";

  public boolean isHealthy() {
    return status.equals(HEALTHY);
  }

  /** Looks at everything, also when the first look fails. */
  public static Health of(Installation installation) {
    Map<String, String> services = new LinkedHashMap<>();
    services.put("database", state(() -> database(installation)));
    services.put("source", state(() -> source(installation)));
    services.put("facts", state(() -> facts(installation)));
    services.put("last_run", state(() -> lastRun(installation)));
    boolean healthy = services.values().stream().allMatch(HEALTHY::equals);
    return new Health(
        healthy ? HEALTHY : "unhealthy", installation.now(), services, installation.version());
  }

  private interface Look {
    String look();
  }

  private static String state(Look look) {
    try {
      return look.look();
    } catch (Failure e) {
      return "unhealthy: " + e.getMessage();
    }
  }

  private static String database(Installation installation) {
    Store store = new Store(installation.home(), installation.environment().database());
    return new Migrations(installation.home(), store).isCurrent()
        ? HEALTHY
        : "unhealthy: the schema is not this release's (the next run migrates it)";
  }

  private static String source(Installation installation) {
    installation.source().checkContract();
    return HEALTHY;
  }

  private static String facts(Installation installation) {
    Path facts = installation.environment().facts();
    if (Files.isDirectory(facts) && Files.isWritable(facts)) {
      return HEALTHY;
    }
    return "unhealthy: %s is not a writable directory (METRICS_FACTS_PATH)".formatted(facts);
  }

  /** The last run ended well, and no day that has settled for a day longer is missing. */
  private static String lastRun(Installation installation) {
    Ledger ledger =
        new Ledger(new Store(installation.home(), installation.environment().database()));
    List<Run> runs = ledger.lastRuns(1);
    if (runs.isEmpty()) {
      return "unhealthy: there was no run yet";
    }
    Run run = runs.get(0);
    if (run.state() != RunState.PUBLISHED && run.state() != RunState.RUNNING) {
      return "unhealthy: %s at %s: %s"
          .formatted(run.state().word(), run.startedAt(), run.cause().orElse("no cause known"));
    }
    NavigableMap<LocalDate, PublishedDay> days = ledger.publishedDays();
    Job job = installation.job();
    LocalDate due = job.calendar().lastEnded(installation.now(), job.settling()).minusDays(1);
    if (days.isEmpty() || days.lastKey().isBefore(due)) {
      return "unhealthy: published through %s, due through %s"
          .formatted(days.isEmpty() ? "never" : days.lastKey(), due.plusDays(1));
    }
    return HEALTHY;
  }
}
