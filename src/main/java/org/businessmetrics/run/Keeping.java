package org.businessmetrics.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.businessmetrics.config.Job;
import org.businessmetrics.deliver.Archive;
import org.businessmetrics.inspect.Sizes;
import org.businessmetrics.ledger.Expired;
import org.businessmetrics.ledger.Ledger;
import org.businessmetrics.ledger.Migrations;
import org.businessmetrics.ledger.PublishedDay;
import org.businessmetrics.ledger.Store;
import org.businessmetrics.lock.RunLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the job's {@code keep} keys say and deletes what is older, so that nothing grows for
 * ever but the figures, the facts behind them and the history. Killed half way, it is started again
 * and does the rest.
 */
public final class Keeping {
  private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
  private static final Pattern REPORT =
      Pattern.compile(".+-(\\d{4}-\\d{2}-\\d{2})(-\\d+)?\\.(png|pdf|html|csv|json)");

  private final Installation installation;
  private final Store store;

  public Keeping(Installation installation) {
    this.installation = installation;
    this.store = new Store(installation.home(), installation.environment().database());
  }

  /**
   * Deletes what is not kept.
   *
   * @param dryRun whether it is only counted
   * @return how much there was, by what it is, without what there was none of; bytes of files, rows
   *     of tables
   */
  public Map<String, Long> collect(boolean dryRun) {
    Map<String, Long> found = new TreeMap<>();
    if (!new Migrations(installation.home(), store).hasSchema()) {
      return found;
    }
    Job job = installation.job();
    try (RunLock lock =
        RunLock.acquire(store, job.name(), Hosts.name(), ProcessHandle.current().pid())) {
      LOG.debug("Holding the lock: {}", lock.isHeld());
      NavigableMap<LocalDate, PublishedDay> days = new Ledger(store).publishedDays();
      if (days.isEmpty()) {
        return found;
      }
      LocalDate last = days.lastKey();
      Expired expired = new Expired(store, limits(job, last));
      facts(expired, dryRun, found);
      long quarantined = expired.quarantined();
      if (quarantined > 0) {
        found.put("rows in quarantine", quarantined);
        if (!dryRun) {
          expired.forgetQuarantined();
        }
      }
      LocalDate reportsSince = last.minusDays(job.keep().reportsDays());
      reports(reportsSince, dryRun, found);
      mail(reportsSince, dryRun, found);
      return found;
    }
  }

  /** The days that late rows can still change are computed from the state before them. */
  private Expired.Limits limits(Job job, LocalDate last) {
    int days = Math.max(job.keep().stateDays(), job.lookbackDays() + 1);
    return new Expired.Limits(
        last.minusDays(days),
        job.keep().supersededRuns(),
        installation
            .now()
            .atOffset(ZoneOffset.UTC)
            .minusDays(job.keep().quarantineDays())
            .toInstant());
  }

  private void facts(Expired expired, boolean dryRun, Map<String, Long> found) {
    List<String> folders = dryRun ? expired.folders() : expired.retire();
    for (String folder : folders) {
      Path path = installation.environment().facts().resolve(folder);
      found.merge("bytes of superseded facts and old states", Sizes.of(path), Long::sum);
      if (!dryRun) {
        LeftFiles.delete(path);
      }
    }
    if (!dryRun) {
      expired.forget(folders);
    }
  }

  private void reports(LocalDate since, boolean dryRun, Map<String, Long> found) {
    Path folder = new Drawing(installation).folder();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> isOlder(file, since)).toList()) {
        found.merge("bytes of old reports", Sizes.of(file), Long::sum);
        if (!dryRun) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mail(LocalDate since, boolean dryRun, Map<String, Long> found) {
    for (Path report : LeftFiles.folders(Archive.in(installation.environment().output()))) {
      for (Path day : LeftFiles.folders(report)) {
        if (isDayBefore(day.getFileName().toString(), since)) {
          found.merge("bytes of old mail", Sizes.of(day), Long::sum);
          if (!dryRun) {
            LeftFiles.delete(day);
          }
        }
      }
    }
  }

  private static boolean isOlder(Path file, LocalDate since) {
    Matcher report = REPORT.matcher(file.getFileName().toString());
    return report.matches() && isDayBefore(report.group(1), since);
  }

  private static boolean isDayBefore(String name, LocalDate since) {
    try {
      return LocalDate.parse(name).isBefore(since);
    } catch (DateTimeParseException noDay) {
      return false;
    }
  }
}
