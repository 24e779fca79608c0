package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.Relation;

/**
 * From which columns of the source each published column is made, through facts and other metrics;
 * read from their SQL.
 */
final class Lineage {
  /** What stood before a run; it was made from the same columns, so it adds none. */
  private static final List<String> BEFORE = List.of("standing_", "base_");

  /** The names under which statements see a canonical relation, besides its own. */
  private static final String READ = "source_";

  /** Added to what is read: whether the user's id is none, and all segments of an account. */
  private static final String IS_NIL = "is_nil_user";

  private static final String SEGMENTS = "segments";

  private final Map<String, Metric> metrics = new HashMap<>();
  private final Map<String, Fact> facts = new HashMap<>();
  private final Map<String, SourceRelation> sources = new HashMap<>();
  private final Map<String, Selection> selections = new HashMap<>();
  private final Set<String> beingRead = new HashSet<>();

  Lineage(List<Metric> metrics, List<Fact> facts, List<SourceRelation> sources) {
    metrics.forEach(metric -> this.metrics.put(metric.name(), metric));
    facts.forEach(fact -> fact.names().forEach(name -> this.facts.put(name, fact)));
    sources.forEach(source -> this.sources.put(source.name(), source));
  }

  /** What a metric's query, or a fact's statement, selects. */
  Selection selection(String name) {
    Selection known = selections.get(name);
    if (known != null) {
      return known;
    }
    if (!beingRead.add(name)) {
      return Selection.open(name);
    }
    Selection read = new QueryReader(this::relation).read(sql(name));
    beingRead.remove(name);
    selections.put(name, read);
    return read;
  }

  /** The columns that a column is made from directly: of facts, canonical relations, metrics. */
  NavigableSet<Origin> direct(String name, String column) {
    return selection(name).origins(column).orElseGet(TreeSet::new);
  }

  /** The columns of canonical relations behind a column, and of what the pipeline itself knows. */
  NavigableSet<Origin> canonical(String name, String column) {
    NavigableSet<Origin> found = new TreeSet<>();
    direct(name, column).forEach(origin -> follow(origin, found, new HashSet<>()));
    return found;
  }

  /** The columns of the application's tables behind those of canonical relations. */
  NavigableSet<Origin> source(Set<Origin> canonical) {
    NavigableSet<Origin> found = new TreeSet<>();
    for (Origin origin : canonical) {
      SourceRelation source = sources.get(origin.relation());
      if (source != null) {
        found.addAll(
            origin.isRows()
                ? source.given().rows()
                : source.given().origins(origin.column()).orElseGet(TreeSet::new));
      }
    }
    return found;
  }

  /** The fact of that name, or that is seen under it. */
  Optional<Fact> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /** Whether it is a canonical relation. */
  boolean isCanonical(String name) {
    return sources.containsKey(name);
  }

  private void follow(Origin origin, NavigableSet<Origin> found, Set<Origin> seen) {
    String relation = origin.relation();
    if (!seen.add(origin) || BEFORE.stream().anyMatch(relation::startsWith)) {
      return;
    }
    if (metrics.containsKey(relation) || facts.containsKey(relation)) {
      Selection selection = selection(named(relation));
      NavigableSet<Origin> next =
          origin.isRows()
              ? selection.rows()
              : selection.origins(origin.column()).orElseGet(TreeSet::new);
      next.forEach(each -> follow(each, found, seen));
    } else if (isCanonical(canonicalName(relation))) {
      found.addAll(canonical(origin));
    } else {
      found.add(origin);
    }
  }

  /** What the landing adds to the rows is none of the source's columns, but made from them. */
  private List<Origin> canonical(Origin origin) {
    String relation = canonicalName(origin.relation());
    if (origin.column().equals(SEGMENTS)) {
      return Optional.ofNullable(sources.get(relation)).stream()
          .flatMap(source -> source.columns().stream())
          .filter(column -> column.name().startsWith("segment_"))
          .map(column -> new Origin(relation, column.name()))
          .toList();
    }
    String column = origin.column().equals(IS_NIL) ? "user_id" : origin.column();
    boolean isKnown = origin.isRows() || Canonical.relation(relation).column(column).isPresent();
    return isKnown ? List.of(new Origin(relation, column)) : List.of();
  }

  /** The canonical relation that statements see under this name. */
  static String canonicalName(String relation) {
    return relation.startsWith(READ) ? relation.substring(READ.length()) : relation;
  }

  private String named(String relation) {
    Fact fact = facts.get(relation);
    return fact == null ? relation : fact.name();
  }

  private String sql(String name) {
    Metric metric = metrics.get(name);
    return metric == null
        ? Optional.ofNullable(facts.get(name)).map(Fact::sql).orElse("")
        : metric.query();
  }

  /** A relation as the SQL of others sees it. */
  private Selection relation(String name) {
    Metric metric = metrics.get(name);
    if (metric != null) {
      return Selection.of(name, metric.columns().stream().map(Metric.Column::name).toList());
    }
    Fact fact = facts.get(name);
    if (fact != null) {
      return Selection.of(
          name, selection(fact.name()).columns().stream().map(Selection.Selected::name).toList());
    }
    Optional<Relation> canonical = Canonical.find(canonicalName(name));
    if (canonical.isEmpty()) {
      return Selection.open(name);
    }
    List<String> columns =
        new ArrayList<>(canonical.get().columns().stream().map(CanonicalColumn::name).toList());
    columns.addAll(List.of(Canonical.ROW_KEY, Canonical.ROW_ERROR, IS_NIL, SEGMENTS));
    return Selection.of(name, columns);
  }
}
