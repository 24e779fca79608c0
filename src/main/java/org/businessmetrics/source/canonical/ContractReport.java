package org.businessmetrics.source.canonical;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/** Collects everything that is wrong with a source, so that the operator sees it all at once. */
public final class ContractReport {
  private final Set<String> misconfigurations = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Map<String, String>> idTypes = new TreeMap<>();

  /** Something that the operator must set right outside the source's data: a grant, a key. */
  public void misconfiguration(String message) {
    misconfigurations.add(message);
  }

  /** The source does not give what it must. */
  public void problem(String message) {
    problems.add(message);
  }

  /** Worth telling; nothing breaks. */
  public void warning(String message) {
    warnings.add(message);
  }

  /** Names the columns that a relation lacks and those that nobody reads. */
  public void columns(Relation relation, List<String> found, String place, boolean postgres) {
    for (CanonicalColumn column : relation.columns()) {
      if (column.mustBeGiven() && !found.contains(column.name())) {
        problem(
            "%s.%s is missing: expected %s, found only the columns %s (%s)"
                .formatted(
                    relation.name(),
                    column.name(),
                    postgres ? column.type().inPostgres() : column.type().inCsv(),
                    String.join(", ", found),
                    place));
      }
    }
    if (!relation.oneOf().isEmpty() && relation.oneOf().stream().noneMatch(found::contains)) {
      problem(
          "%s needs at least one of the columns %s, found only %s (%s)"
              .formatted(
                  relation.name(),
                  String.join(", ", relation.oneOf()),
                  String.join(", ", found),
                  place));
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String name : found) {
      if (!seen.add(name)) {
        problem("%s.%s is given twice (%s)".formatted(relation.name(), name, place));
      }
      if (relation.column(name).isEmpty()) {
        warning("Unknown column %s.%s is not read (%s)".formatted(relation.name(), name, place));
      }
    }
  }

  /** Notes the type of an id column; the same id must be of one type wherever it stands. */
  public void idType(Relation relation, String column, String type) {
    idTypes.computeIfAbsent(column, name -> new TreeMap<>()).put(relation.name(), type);
  }

  /**
   * Ends the check.
   *
   * @return the warnings
   * @throws Failure naming all that is wrong: first what keeps the source from being looked at
   */
  public List<String> finish() {
    idTypes.forEach(
        (column, types) -> {
          if (types.values().stream().distinct().count() > 1) {
            problem(
                "%s must be of the same type in every relation, found %s: cast it in the source's SQL"
                    .formatted(column, types));
          }
        });
    if (!misconfigurations.isEmpty()) {
      throw new Failure(ExitCode.CONFIGURATION, String.join("\n", misconfigurations));
    }
    if (!problems.isEmpty()) {
      throw new Failure(
          ExitCode.SOURCE_CONTRACT,
          "The source breaks its contract, nothing was read:\n  " + String.join("\n  ", problems));
    }
    return List.copyOf(warnings);
  }
}
