package org.businessmetrics.config;

import static java.util.Comparator.comparing;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.businessmetrics.calendar.BusinessCalendar;

/**
 * What one job computes, from where and by which rules: a job file, read and checked. Each
 * component is the key of the same name in snake case.
 *
 * @param name in the ledger and on pages
 * @param zone of the business days
 * @param lookbackDays how many published days before a new one are read again, for late rows
 * @param settling how long after its end a day may be published
 * @param weekStart the first day of calendar weeks
 * @param activityWhere which rows of {@code activity} make a user active; empty for all
 * @param keyEvent the event that makes a new user an activated one; empty for none
 * @param segments columns of {@code accounts} by which figures are split
 * @param freshness by relation: D is fresh when a row is stamped at or after D's end minus this
 * @param margin the share of revenue that lifetime values count
 * @param fxRates a CSV file of day, currency, rate; absolute
 * @param historyFrom the first day to publish; empty for the source's first
 * @param metrics the folders under {@code sql/metrics} to compute; empty for all
 * @param report the files of what is drawn, the main one first; absolute, at least one
 * @param rangeDays how many new days one run of a long backfill publishes
 * @param mail how the report is mailed; empty: it is not
 */
public record Job(
    String name,
    ZoneId zone,
    int lookbackDays,
    Duration settling,
    DayOfWeek weekStart,
    Optional<String> activityWhere,
    Internal internal,
    Optional<String> keyEvent,
    List<String> segments,
    Quarantine quarantine,
    Map<String, Duration> freshness,
    Keep keep,
    BigDecimal margin,
    Optional<String> reportingCurrency,
    Optional<Path> fxRates,
    Optional<LocalDate> historyFrom,
    SourceSpec source,
    List<PriceLine> priceBook,
    List<Funnel> funnels,
    List<String> metrics,
    List<Path> report,
    int rangeDays,
    Optional<Mail> mail) {

  /**
   * Accounts that no figure counts.
   *
   * @param emailDomains lower case; compared inside the source's database only
   */
  public record Internal(List<String> emailDomains, List<String> userIds) {
    public static final Internal NONE = new Internal(List.of(), List.of());

    public Internal {
      emailDomains =
          emailDomains.stream().map(d -> d.toLowerCase(Locale.ROOT)).distinct().sorted().toList();
      userIds = userIds.stream().distinct().sorted().toList();
    }
  }

  /**
   * How many unusable rows of a relation a night bears: the larger of the two.
   *
   * @param maxShare of the relation's rows in the run, between 0 and 1
   */
  public record Quarantine(long maxRows, BigDecimal maxShare) {
    public static final Quarantine DEFAULT = new Quarantine(10, new BigDecimal("0.001"));

    public Quarantine {
      if (maxRows < 0) {
        throw new IllegalArgumentException("max_rows is %d (must be >= 0)".formatted(maxRows));
      }
      if (maxShare.signum() < 0 || maxShare.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(
            "max_share is %s (must be between 0 and 1)".formatted(maxShare));
      }
      maxShare = maxShare.stripTrailingZeros();
    }

    /** How many rows may be set aside of so many that were read; not a whole number of rows. */
    public BigDecimal most(long rowsRead) {
      return maxShare.multiply(BigDecimal.valueOf(rowsRead)).max(BigDecimal.valueOf(maxRows));
    }
  }

  /** What {@code metrics gc} leaves. */
  public record Keep(int stateDays, int supersededRuns, int reportsDays, int quarantineDays) {
    public static final Keep DEFAULT = new Keep(14, 2, 400, 90);

    public Keep {
      atLeast("state_days", stateDays, 1);
      atLeast("superseded_runs", supersededRuns, 0);
      atLeast("reports_days", reportsDays, 1);
      atLeast("quarantine_days", quarantineDays, 1);
    }
  }

  public Job {
    if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
      throw new IllegalArgumentException(
          "name is '%s' (must be lower-case letters, digits, - and _)".formatted(name));
    }
    atLeast("lookback_days", lookbackDays, 0);
    atLeast("range_days", rangeDays, 1);
    if (settling.isNegative()) {
      throw new IllegalArgumentException("settling is %s (must be >= 0)".formatted(settling));
    }
    if (margin.signum() <= 0 || margin.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException(
          "margin is %s (must be above 0 and at most 1)".formatted(margin));
    }
    margin = margin.stripTrailingZeros();
    reportingCurrency = reportingCurrency.map(code -> Currencies.check("reporting_currency", code));
    if (fxRates.isPresent() && reportingCurrency.isEmpty()) {
      throw new IllegalArgumentException(
          "fx_rates is set without reporting_currency (name the currency to convert into)");
    }
    segments = segments.stream().distinct().sorted().toList();
    freshness = Collections.unmodifiableMap(new TreeMap<>(freshness));
    priceBook = priceBook.stream().sorted(comparing(PriceLine::toString)).toList();
    funnels = funnels.stream().sorted(comparing(Funnel::name)).toList();
    for (int i = 1; i < funnels.size(); i++) {
      if (funnels.get(i).name().equals(funnels.get(i - 1).name())) {
        throw new IllegalArgumentException(
            "funnels has '%s' twice (every funnel needs a name of its own)"
                .formatted(funnels.get(i).name()));
      }
    }
    metrics = metrics.stream().distinct().sorted().toList();
    report = List.copyOf(report);
    Set<String> names = new HashSet<>();
    for (Path file : report) {
      if (!names.add(ReportFile.withoutEnding(file))) {
        throw new IllegalArgumentException(
            "report has '%s' twice (every report needs a file name of its own)"
                .formatted(ReportFile.withoutEnding(file)));
      }
    }
  }

  /**
   * Reads and checks a job file.
   *
   * @param home the project's directory, which relative paths inside the file start from
   * @param file relative to the working directory, else to {@code home}
   * @throws Failure {@link ExitCode#CONFIGURATION} with every problem, one a line
   */
  public static Job load(Path home, Path file) {
    return load(home, file, System.getenv());
  }

  /** The same with the variables that {@code ${ENV:NAME}} stands for. */
  public static Job load(Path home, Path file, Map<String, String> environment) {
    return JobFile.load(home, file, environment);
  }

  /** The same with one other report. */
  public Job drawing(Path file) {
    return new Job(
        name,
        zone,
        lookbackDays,
        settling,
        weekStart,
        activityWhere,
        internal,
        keyEvent,
        segments,
        quarantine,
        freshness,
        keep,
        margin,
        reportingCurrency,
        fxRates,
        historyFrom,
        source,
        priceBook,
        funnels,
        metrics,
        List.of(file),
        rangeDays,
        mail);
  }

  /** The job's days, weeks and months. */
  public BusinessCalendar calendar() {
    return new BusinessCalendar(zone, weekStart);
  }

  /**
   * The canonical text of a key's value, for the hashes of definitions: the same for the same
   * meaning, whatever the order or the spelling in the file.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} when there is no such key
   */
  public String keyValue(String key) {
    return CanonicalText.of(this, key);
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("%s is %d (must be >= %d)".formatted(key, value, least));
    }
  }
}
