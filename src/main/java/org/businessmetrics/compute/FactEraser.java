package org.businessmetrics.compute;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.businessmetrics.ledger.FactVersion;

/** Takes a user out of facts and state. Files are never changed: others without him are written. */
public final class FactEraser {
  private final FactStore store;
  private final String userId;
  private final UUID nobody = UUID.randomUUID();

  public FactEraser(Engine engine, Path facts, String userId) {
    this.store = new FactStore(engine.spark(), facts.toString());
    this.userId = userId;
  }

  /**
   * Where the user is.
   *
   * @param rows how many rows of his each fact has, superseded files included
   * @param versions the current versions whose files hold him
   * @param folders all folders that hold him
   */
  public record Found(Map<String, Long> rows, List<FactVersion> versions, Set<String> folders) {}

  /**
   * Looks for him.
   *
   * @param current what the ledger calls current
   * @param superseded folders that once were
   */
  public Found find(List<FactVersion> current, Set<String> superseded) {
    Map<String, Long> rows = new TreeMap<>();
    Set<String> holding = new TreeSet<>();
    for (Fact fact : Fact.values()) {
      Set<String> folders = new TreeSet<>();
      current.stream()
          .filter(version -> version.fact().equals(fact.table()) && version.rows() > 0)
          .forEach(version -> folders.add(version.path()));
      superseded.stream()
          .filter(folder -> folder.startsWith(fact.table() + "/"))
          .forEach(folders::add);
      Map<String, Long> found = fact.isOfUsers() ? store.rowsOf(userId, folders) : Map.of();
      if (!found.isEmpty()) {
        rows.put(fact.table(), found.values().stream().mapToLong(Long::longValue).sum());
        holding.addAll(found.keySet());
      }
    }
    return new Found(
        rows,
        current.stream()
            .filter(version -> version.rows() > 0 && holding.contains(version.path()))
            .toList(),
        holding);
  }

  /**
   * Writes the versions again without him; the new ones are of the run. What balances rest on
   * stays, under a random id.
   */
  public List<FactVersion> rewrite(List<FactVersion> versions, UUID runId) {
    List<FactVersion> written = new ArrayList<>();
    Map<String, List<FactVersion>> byFact =
        versions.stream().collect(groupingBy(FactVersion::fact));
    for (Fact fact : Fact.values()) {
      List<FactVersion> ofFact = byFact.getOrDefault(fact.table(), List.of());
      if (ofFact.isEmpty()) {
        continue;
      }
      DataType idType = store.userIdType(ofFact.get(0).path());
      if (fact.isState()) {
        for (FactVersion version : ofFact) {
          written.add(
              store.writeState(
                  fact,
                  erased(fact, store.read(fact, fact.schema(idType), List.of(version))),
                  runId,
                  version.day()));
        }
      } else {
        Set<LocalDate> days =
            ofFact.stream().map(FactVersion::day).collect(toCollection(TreeSet::new));
        written.addAll(
            store.writeDays(
                fact, erased(fact, store.read(fact, fact.schema(idType), ofFact)), runId, days));
      }
    }
    return written;
  }

  private Dataset<Row> erased(Fact fact, Dataset<Row> rows) {
    return fact.isOfBalances() ? store.renamed(userId, nobody, rows) : store.without(userId, rows);
  }

  /** Deletes folders of facts. */
  public void delete(Set<String> folders) {
    folders.forEach(store::deleteFact);
  }
}
