package org.businessmetrics.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.ReportFile;
import org.businessmetrics.report.ReportConfig.Annotation;
import org.businessmetrics.report.ReportConfig.Page;
import org.businessmetrics.report.ReportConfig.Paper;
import org.businessmetrics.report.ReportConfig.Target;
import org.jspecify.annotations.Nullable;

/** Reads a report's YAML and collects every problem before it complains. */
final class ReportConfigReader {
  static final List<String> KEYS =
      List.of(
          "version",
          "name",
          "title",
          "audience",
          "period",
          "paper",
          "currency",
          "pages",
          "targets",
          "annotations",
          "delivery");
  private static final int MAX_PAGES = 3;
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Path file;
  private final Map<String, HeadlineInfo> headlines;
  private final List<String> problems = new ArrayList<>();

  ReportConfigReader(Path file, Map<String, HeadlineInfo> headlines) {
    this.file = file;
    this.headlines = headlines;
  }

  ReportConfig read() {
    JsonNode root = parse();
    ReportConfig report = null;
    if (!root.isObject()) {
      problems.add("must be a mapping with the keys " + String.join(", ", KEYS));
    } else {
      report = report(new ReportYaml("", root, problems));
    }
    if (report == null || !problems.isEmpty()) {
      throw new Failure(
          ExitCode.CONFIGURATION, file + ": " + String.join("\n" + file + ": ", problems));
    }
    return report;
  }

  private JsonNode parse() {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.CONFIGURATION, "There is no report file " + file + " (look under reports/)", e);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s%s: %s".formatted(file, where, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (CharacterCodingException e) {
      throw new Failure(ExitCode.CONFIGURATION, file + " is not UTF-8; save it as UTF-8", e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION, "Could not read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private ReportConfig report(ReportYaml root) {
    root.keys(KEYS);
    String version = root.node().path("version").asText();
    if (!version.equals("1")) {
      root.problem("version", "must be 1, found '%s'".formatted(version));
    }
    if (root.has("delivery")) {
      root.at("delivery").isMapping("{owner: metrics@example.com}");
    }
    Paper paper = root.choice("paper", Paper.A4, EnumSet.allOf(Paper.class));
    return new ReportConfig(
        name(root),
        root.text("title").orElse("Business metrics"),
        root.text("audience"),
        root.choice("period", Period.DAILY, EnumSet.allOf(Period.class)),
        paper,
        root.text("currency").map(code -> currency(root, code)),
        pages(root, paper),
        targets(root),
        root.each("annotations", this::annotation));
  }

  /** The file's own name where the report gives none. */
  private String name(ReportYaml root) {
    Optional<String> given = root.text("name");
    String name = given.orElse(ReportFile.withoutEnding(file));
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,63}")) {
      root.problem(
          "name",
          "must be of a-z, 0-9, - and _, at most 64, since files are named by it, found '%s'"
              .formatted(name));
    }
    return name;
  }

  private static String currency(ReportYaml root, String code) {
    if (!code.matches("[A-Z]{3}")) {
      root.problem(
          "currency", "must be three capital letters as in USD, found '%s'".formatted(code));
    }
    return code;
  }

  private List<Page> pages(ReportYaml root, Paper paper) {
    PageReader reader = new PageReader(headlines, problems);
    List<Page> pages = root.each("pages", yaml -> reader.page(yaml, paper));
    int given = root.node().path("pages").size();
    JsonNode list = root.node().path("pages");
    if (list.isMissingNode() || (list.isArray() && list.isEmpty())) {
      root.problem("pages", "name at least one page with tiles, charts or tables");
    } else if (given > MAX_PAGES) {
      root.problem("pages", "at most %s, found %s".formatted(MAX_PAGES, given));
    }
    return pages;
  }

  private List<Target> targets(ReportYaml root) {
    if (!root.has("targets")) {
      return List.of();
    }
    ReportYaml targets = root.at("targets");
    if (!targets.isMapping("{net_revenue: {2026-11: 50000}}")) {
      return List.of();
    }
    return targets.entries().flatMap(this::monthly).toList();
  }

  private Stream<Target> monthly(ReportYaml months) {
    String metric = months.key();
    if (!headlines.containsKey(metric)) {
      months.problem(
          "",
          "unknown metric '%s'%s"
              .formatted(metric, ReportYaml.hint(metric, new TreeSet<>(headlines.keySet()))));
    }
    if (!months.isMapping("{2026-11: 50000}")) {
      return Stream.of();
    }
    return months.entries().flatMap(month -> target(metric, months, month.key()).stream());
  }

  private static Optional<Target> target(String metric, ReportYaml months, String key) {
    Optional<YearMonth> month = month(key);
    if (month.isEmpty()) {
      months.problem("", "must name months as in 2026-11, found '%s'".formatted(key));
      return Optional.empty();
    }
    return months
        .amount(key)
        .filter(
            value -> {
              if (value.signum() <= 0) {
                months.problem(key, "must be above 0, found '%s'".formatted(value));
              }
              return value.signum() > 0;
            })
        .map(value -> new Target(metric, month.get(), value));
  }

  private static Optional<YearMonth> month(String text) {
    try {
      return Optional.of(YearMonth.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private @Nullable Annotation annotation(ReportYaml yaml) {
    if (!yaml.isMapping("{day: 2026-11-03, text: Launch}")) {
      return null;
    }
    yaml.keys("day", "text");
    Optional<String> text = yaml.text("text");
    if (!yaml.has("text")) {
      yaml.problem("text", "is missing");
    }
    return yaml.day("day").map(day -> new Annotation(day, text.orElse(""))).orElse(null);
  }
}
