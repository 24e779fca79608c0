package org.businessmetrics.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.FxRates;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.plan.Plan;
import org.businessmetrics.plan.Request;
import org.businessmetrics.report.Fonts;
import org.businessmetrics.source.SourceSnapshot;

/** Tries everything that a run needs, without writing a figure. */
public final class Doctor {
  private static final long LEAST_HEAP_MB = 900;
  private static final long LEAST_DISK_MB = 1_000;

  private Doctor() {}

  /**
   * One thing that was tried.
   *
   * @param said what was found, or what is missing and what to do about it
   */
  public record Finding(String what, boolean well, String said) {}

  private interface Trial {
    String attempt() throws IOException;
  }

  /** Examines; later trials are left out where they rest on one that failed. */
  public static List<Finding> examine(Supplier<Installation> installations) {
    List<Finding> findings = new ArrayList<>();
    tried(findings, "java", () -> "Java " + Runtime.version());
    tried(findings, "memory", Doctor::memory);
    tried(findings, "fonts", Doctor::fonts);
    List<Installation> read = new ArrayList<>();
    if (!tried(
        findings,
        "job",
        () -> {
          Installation installation = installations.get();
          read.add(installation);
          return "'%s' in zone %s, %d metrics"
              .formatted(
                  installation.job().name(),
                  installation.job().zone(),
                  installation.metrics().size());
        })) {
      return findings;
    }
    Installation installation = read.get(0);
    tried(findings, "facts", () -> writable(installation.environment().facts()));
    tried(findings, "output", () -> writable(installation.environment().output()));
    if (installation.job().reportingCurrency().isPresent()) {
      tried(findings, "rates", () -> rates(installation));
    }
    tried(findings, "reports", () -> reports(installation));
    if (installation.job().mail().isPresent()) {
      tried(findings, "mail", () -> Delivering.withServer(installation).describe());
    }
    boolean database = tried(findings, "database", () -> database(installation));
    boolean source = tried(findings, "source", () -> source(installation));
    if (database && source) {
      tried(findings, "plan", () -> plan(installation));
    }
    return findings;
  }

  private static String reports(Installation installation) {
    return installation.reports().stream()
        .map(report -> "%s, %s".formatted(report.name(), report.period()).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("; "));
  }

  private static boolean tried(List<Finding> findings, String what, Trial trial) {
    try {
      findings.add(new Finding(what, true, trial.attempt()));
      return true;
    } catch (Failure | IOException e) {
      findings.add(new Finding(what, false, String.valueOf(e.getMessage())));
      return false;
    }
  }

  private static String memory() throws IOException {
    long heap = Runtime.getRuntime().maxMemory() >> 20;
    if (heap < LEAST_HEAP_MB) {
      throw new IOException(
          "%d MB of heap (at least %d): set METRICS_JAVA_OPTS=-Xmx4g"
              .formatted(heap, LEAST_HEAP_MB));
    }
    return "%d MB of heap, %d cores".formatted(heap, Runtime.getRuntime().availableProcessors());
  }

  private static String fonts() {
    Fonts.requireDrawable();
    return "the report's own, which this Java can draw";
  }

  private static String writable(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".probe", ""));
    } catch (IOException e) {
      throw new IOException(
          "%s can't be written to (%s): make it writable for this user, or name another"
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
    long free = Files.getFileStore(folder).getUsableSpace() >> 20;
    if (free < LEAST_DISK_MB) {
      throw new IOException(
          "%s has %d MB left (at least %d)".formatted(folder, free, LEAST_DISK_MB));
    }
    return "%s, %,d MB free".formatted(folder, free);
  }

  private static String rates(Installation installation) {
    FxRates rates = FxRates.of(installation.job()).orElseThrow();
    return "%d quotations in %s".formatted(rates.quotes().size(), rates.reportingCurrency());
  }

  private static String database(Installation installation) {
    Store store = new Store(installation.home(), installation.environment().database());
    long pid = ProcessHandle.current().pid();
    try (RunLock lock = RunLock.acquire(store, "doctor", "this machine", pid)) {
      return "%s, and no other run is at work%s"
          .formatted(store.address().display(), lock.isHeld() ? "" : " (lock lost)");
    }
  }

  private static String source(Installation installation) {
    var source = installation.source();
    source.checkContract();
    try (SourceSnapshot snapshot = source.snapshot(installation.now())) {
      return "gives %s; one snapshot for all reads works (%s)"
          .formatted(
              String.join(", ", source.relations().stream().sorted().toList()), snapshot.id());
    }
  }

  private static String plan(Installation installation) {
    Plan plan = new NightlyRun(installation, Progress.NONE).plan(new Request.Nightly());
    return plan.isEmpty()
        ? "nothing is due"
        : "%d days are due, %s to %s"
            .formatted(plan.days().size(), plan.firstDay(), plan.lastDay());
  }
}
