package org.businessmetrics.config;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.businessmetrics.config.Job.Internal;
import org.businessmetrics.config.Job.Keep;
import org.businessmetrics.config.Job.Quarantine;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a job file: every key, its default, and what is wrong. */
final class JobFile {
  private static final LocalDate ALWAYS = LocalDate.of(2000, 1, 1);

  private final Path home;

  private JobFile(Path home) {
    this.home = home;
  }

  static Job load(Path home, Path file, Map<String, String> environment) {
    Path found = find(home, file);
    Problems problems = new Problems(file);
    Node root = YamlFile.parse(found, problems);
    YamlSection keys = YamlSection.of(root, problems, new EnvironmentReferences(environment));
    Optional<Job> job = new JobFile(home).job(keys);
    problems.throwIfAny();
    return job.orElseThrow();
  }

  private static Path find(Path home, Path file) {
    if (Files.isRegularFile(file)) {
      return file;
    }
    Path besideTheProject = home.resolve(file);
    if (Files.isRegularFile(besideTheProject)) {
      return besideTheProject;
    }
    throw new Failure(
        ExitCode.CONFIGURATION,
        "No such job file: %s (the ones shipped are in %s)"
            .formatted(file, home.resolve("jobs").toAbsolutePath()));
  }

  private Optional<Job> job(YamlSection keys) {
    Optional<String> name = keys.required("name", Function.identity());
    var zone = keys.value("zone", Parse::zone);
    var lookback = keys.value("lookback_days", Parse::integer);
    var settling = keys.value("settling", Parse::duration);
    var weekStart = keys.value("week_start", Parse.oneOf(DayOfWeek.class));
    Optional<String> activityWhere = keys.value("activity_where", Function.identity());
    var internal = keys.section("internal").flatMap(JobFile::internal);
    Optional<String> keyEvent = keys.value("key_event", Function.identity());
    List<String> segments = keys.texts("segments");
    var quarantine = keys.section("quarantine").flatMap(JobFile::quarantine);
    var freshness = keys.section("freshness").flatMap(JobFile::freshness);
    var keep = keys.section("keep").flatMap(JobFile::keep);
    var margin = keys.value("margin", Parse::decimal);
    Optional<String> reportingCurrency = keys.value("reporting_currency", Function.identity());
    Optional<Path> fxRates = keys.value("fx_rates", this::path);
    Optional<LocalDate> historyFrom = keys.value("history_from", Parse::date);
    Optional<YamlSection> sourceKeys = keys.section("source");
    Optional<SourceSpec> source = sourceKeys.flatMap(this::source);
    if (sourceKeys.isEmpty()) {
      keys.refuse("source", "is missing (as in {kind: postgresql, path: sql/sources/numerai})");
    }
    List<PriceLine> priceBook = each(keys.sections("price_book"), JobFile::priceLine);
    List<Funnel> funnels = each(keys.sections("funnels"), JobFile::funnel);
    List<String> metrics = keys.texts("metrics");
    if (keys.keys().contains("metrics") && metrics.isEmpty()) {
      keys.refuse("metrics", "names none (leave the key out for all)");
    }
    List<Path> report = keys.oneOrMore("report", this::path);
    var rangeDays = keys.value("range_days", Parse::integer);
    var mail = keys.section("mail").flatMap(JobFile::mail);
    return keys.build(
        () ->
            new Job(
                name.orElseThrow(),
                zone.orElse(ZoneId.of("UTC")),
                lookback.orElse(3),
                settling.orElse(Duration.ofHours(1)),
                weekStart.orElse(DayOfWeek.MONDAY),
                activityWhere,
                internal.orElse(Internal.NONE),
                keyEvent,
                segments,
                quarantine.orElse(Quarantine.DEFAULT),
                freshness.orElse(Map.of()),
                keep.orElse(Keep.DEFAULT),
                margin.orElse(BigDecimal.ONE),
                reportingCurrency,
                fxRates,
                historyFrom,
                source.orElseThrow(),
                priceBook,
                funnels,
                metrics,
                report.isEmpty() ? List.of(path("reports/business-metrics.yaml")) : report,
                rangeDays.orElse(100),
                mail));
  }

  private static Optional<Internal> internal(YamlSection keys) {
    List<String> domains = keys.texts("email_domains");
    List<String> ids = keys.texts("user_ids");
    return keys.build(() -> new Internal(domains, ids));
  }

  private static Optional<Quarantine> quarantine(YamlSection keys) {
    var rows = keys.value("max_rows", Parse::integer);
    var share = keys.value("max_share", Parse::decimal);
    return keys.build(
        () ->
            new Quarantine(
                rows.map(Integer::longValue).orElse(Quarantine.DEFAULT.maxRows()),
                share.orElse(Quarantine.DEFAULT.maxShare())));
  }

  private static Optional<Map<String, Duration>> freshness(YamlSection keys) {
    Map<String, Duration> freshness = new TreeMap<>();
    for (String relation : Parse.names(Relation.class)) {
      keys.value(relation, Parse::duration).ifPresent(age -> freshness.put(relation, age));
    }
    return keys.build(() -> freshness);
  }

  private static Optional<Keep> keep(YamlSection keys) {
    var state = keys.value("state_days", Parse::integer);
    var superseded = keys.value("superseded_runs", Parse::integer);
    var reports = keys.value("reports_days", Parse::integer);
    var quarantine = keys.value("quarantine_days", Parse::integer);
    return keys.build(
        () ->
            new Keep(
                state.orElse(Keep.DEFAULT.stateDays()),
                superseded.orElse(Keep.DEFAULT.supersededRuns()),
                reports.orElse(Keep.DEFAULT.reportsDays()),
                quarantine.orElse(Keep.DEFAULT.quarantineDays())));
  }

  private static Optional<Mail> mail(YamlSection keys) {
    var from = keys.required("from", MailAddress::parse);
    List<String> domains = keys.texts("allowed_domains");
    return keys.build(() -> new Mail(from.orElseThrow(), domains));
  }

  private enum Kind {
    POSTGRESQL,
    CSV
  }

  private Optional<SourceSpec> source(YamlSection keys) {
    var kind = keys.required("kind", Parse.oneOf(Kind.class));
    var path = keys.required("path", this::path);
    return keys.build(
        () ->
            switch (kind.orElseThrow()) {
              case POSTGRESQL -> new SourceSpec.Postgresql(path.orElseThrow());
              case CSV -> new SourceSpec.Csv(path.orElseThrow());
            });
  }

  private static Optional<PriceLine> priceLine(YamlSection keys) {
    Optional<String> plan = keys.required("plan", Function.identity());
    Optional<String> currency = keys.required("currency", Function.identity());
    var amount = keys.required("amount", Parse::decimal);
    var interval = keys.value("interval", Parse.oneOf(PriceLine.Interval.class));
    var count = keys.value("interval_count", Parse::integer);
    var validFrom = keys.value("valid_from", Parse::date);
    Optional<String> priceId = keys.value("price_id", Function.identity());
    return keys.build(
        () ->
            new PriceLine(
                plan.orElseThrow(),
                currency.orElseThrow(),
                amount.orElseThrow(),
                interval.orElse(PriceLine.Interval.MONTH),
                count.orElse(1),
                validFrom.orElse(ALWAYS),
                priceId));
  }

  private static Optional<Funnel> funnel(YamlSection keys) {
    Optional<String> name = keys.required("name", Function.identity());
    List<String> steps = keys.texts("steps");
    var window = keys.value("window", Parse::duration);
    List<String> exclude = keys.texts("exclude");
    var exclusion = keys.value("exclusion", Parse.oneOf(Funnel.Exclusion.class));
    return keys.build(
        () ->
            new Funnel(
                name.orElseThrow(),
                steps,
                window,
                exclude,
                exclusion.orElse(Funnel.Exclusion.DROP_OFF)));
  }

  private static <T> List<T> each(
      List<YamlSection> sections, Function<YamlSection, Optional<T>> read) {
    List<T> items = new ArrayList<>();
    for (YamlSection section : sections) {
      read.apply(section).ifPresent(items::add);
    }
    return items;
  }

  private Path path(String text) {
    return home.resolve(text).toAbsolutePath().normalize();
  }
}
