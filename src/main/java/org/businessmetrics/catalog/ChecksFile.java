package org.businessmetrics.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.businessmetrics.catalog.Metric.Check;
import org.businessmetrics.catalog.Metric.Severity;

/**
 * Takes a {@code checks.sql} apart. Each check begins with the lines {@code -- check:}, {@code --
 * severity:} and {@code -- meaning:} (in this order), and its query follows. Comments before the
 * first check speak about the file.
 */
final class ChecksFile {
  private static final Pattern LABEL =
      Pattern.compile("^--\\s*(check|severity|meaning):\\s*(.*?)\\s*$");

  private ChecksFile() {}

  /**
   * @param where the file, for messages
   * @param problems collects what is wrong
   */
  static List<Check> parse(String text, String where, List<String> problems) {
    List<Draft> drafts = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher label = LABEL.matcher(line);
      if (label.matches() && label.group(1).equals("check")) {
        drafts.add(new Draft(label.group(2)));
      } else if (!drafts.isEmpty()) {
        drafts.get(drafts.size() - 1).add(line, label);
      } else if (!line.isBlank() && !line.startsWith("--")) {
        problems.add(
            "%s: SQL before the first '-- check:' line: %s".formatted(where, line.strip()));
        return List.of();
      }
    }
    Set<String> names = new HashSet<>();
    List<Check> checks = new ArrayList<>();
    for (Draft draft : drafts) {
      if (!names.add(draft.name)) {
        problems.add("%s: two checks are called '%s'".formatted(where, draft.name));
      }
      draft.finish(where, problems).ifPresent(checks::add);
    }
    return List.copyOf(checks);
  }

  /** A check while its lines are being read. */
  private static final class Draft {
    private final String name;
    private String severity = "";
    private String meaning = "";
    private final StringBuilder sql = new StringBuilder();

    Draft(String name) {
      this.name = name;
    }

    void add(String line, Matcher label) {
      if (!label.matches()) {
        sql.append(line).append('\n');
      } else if (label.group(1).equals("severity")) {
        severity = label.group(2);
      } else {
        meaning = label.group(2);
      }
    }

    Optional<Check> finish(String where, List<String> problems) {
      String at = "%s: check '%s'".formatted(where, name);
      int before = problems.size();
      if (!Names.isIdentifier(name)) {
        problems.add("%s: %s".formatted(at, Names.RULE));
      }
      if (!severity.equals("fail") && !severity.equals("warn")) {
        problems.add("%s: severity must be fail or warn, not '%s'".formatted(at, severity));
      }
      if (meaning.isEmpty()) {
        problems.add("%s: the line '-- meaning: …' is missing".formatted(at));
      }
      String query = sql.toString().strip().replaceAll("\\s*;$", "");
      if (SqlText.normalised(query).isEmpty()) {
        problems.add("%s: has no query".formatted(at));
      }
      if (problems.size() > before) {
        return Optional.empty();
      }
      Severity effect = severity.equals("fail") ? Severity.FAIL : Severity.WARN;
      return Optional.of(new Check(name, effect, meaning, query));
    }
  }
}
