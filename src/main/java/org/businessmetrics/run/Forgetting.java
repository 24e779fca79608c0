package org.businessmetrics.run;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.businessmetrics.compute.Engine;
import org.businessmetrics.compute.FactEraser;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.NewRun;
import org.businessmetrics.ledger.RunState;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.publish.UserEraser;

/**
 * Takes a user's id out of everything that the pipeline remembers: facts, state, history,
 * quarantine. Published figures stay. Killed half way, it is started again and does the rest.
 */
public final class Forgetting {
  private final Installation installation;
  private final Store store;
  private final Ledger ledger;

  public Forgetting(Installation installation) {
    this.installation = installation;
    this.store = new Store(installation.home(), installation.environment().database());
    this.ledger = new Ledger(store);
  }

  /**
   * How many rows about the user there were, by fact and table; empty when nothing was known.
   *
   * @param dryRun whether they are only counted
   */
  public Map<String, Long> forget(String userId, boolean dryRun) {
    if (userId.isBlank()) {
      throw new Failure(ExitCode.USAGE, "Whom to forget? The id is empty.");
    }
    if (!new Migrations(installation.home(), store).hasSchema()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Nothing is published in %s yet: nobody can be forgotten."
              .formatted(store.address().display()));
    }
    String host = Hosts.name();
    long pid = ProcessHandle.current().pid();
    try (RunLock lock = RunLock.acquire(store, installation.job().name(), host, pid)) {
      Engine engine = Engine.start(installation.job().zone(), installation.workFolder());
      FactEraser eraser = new FactEraser(engine, installation.environment().facts(), userId);
      List<FactVersion> current = ledger.currentFacts();
      FactEraser.Found found = eraser.find(current, ledger.supersededFolders());
      UserEraser tables = new UserEraser(store);
      Map<String, Long> rows = new TreeMap<>(found.rows());
      rows.putAll(tables.count(userId));
      if (dryRun || rows.isEmpty()) {
        return rows;
      }
      UUID runId = UUID.randomUUID();
      LocalDate last = installation.job().calendar().dayOf(installation.now());
      ledger.start(
          new NewRun(
              runId,
              installation.job().name(),
              current.isEmpty() ? last : current.get(0).day(),
              current.isEmpty() ? last : current.get(current.size() - 1).day(),
              installation.now(),
              host,
              pid,
              installation.version()));
      try {
        List<FactVersion> written = eraser.rewrite(found.versions(), runId);
        lock.requireHeld();
        rows.putAll(tables.erase(runId, userId, written, installation.now()));
      } catch (RuntimeException e) {
        RuntimeException failure = Failures.of(e);
        Failures.quietly(
            () ->
                ledger.end(
                    runId,
                    RunState.FAILED,
                    Failures.exitCode(failure),
                    Optional.of("A user was to be forgotten: " + failure.getMessage()),
                    installation.now()));
        throw failure;
      }
      eraser.delete(found.folders());
      return rows;
    }
  }
}
