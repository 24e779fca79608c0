package org.businessmetrics.dictionary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.source.canonical.Canonical;

/** Origins as a cell of a table: a line a relation, with links to what the page tells of it. */
final class Origins {
  /** The relation that is made from the job alone. */
  static final String CALENDAR = "business_day";

  private final Dictionary dictionary;

  Origins(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  void cell(Html html, Set<Origin> origins) {
    cell(html, origins, relation -> relation(html, relation), origin -> column(html, origin));
  }

  /** Columns of the application, of which the page does not tell, whatever their names. */
  static void sourceCell(Html html, Set<Origin> origins) {
    cell(
        html,
        origins,
        relation -> html.element("code", relation),
        origin -> html.element("code", origin.column()));
  }

  /** A relation's name, linked where the page tells of it. */
  void relation(Html html, String name) {
    String anchor = anchor(name);
    if (anchor.isEmpty()) {
      html.element("code", name);
    } else {
      html.open("a", "href", "#" + anchor).element("code", name).close();
    }
  }

  private static void cell(
      Html html, Set<Origin> origins, Consumer<String> relation, Consumer<Origin> column) {
    html.open("td", "class", "origins");
    Map<String, List<Origin>> byRelation = new TreeMap<>();
    for (Origin origin : origins) {
      byRelation.computeIfAbsent(origin.relation(), name -> new ArrayList<>()).add(origin);
    }
    byRelation.forEach(
        (name, columns) -> {
          html.open("div");
          relation.accept(name);
          String before = ": ";
          for (Origin origin : columns) {
            html.text(before);
            before = ", ";
            if (origin.isRows()) {
              html.text("its rows");
            } else {
              column.accept(origin);
            }
          }
          html.close();
        });
    if (origins.isEmpty()) {
      html.text("–");
    }
    html.close();
  }

  private void column(Html html, Origin origin) {
    String anchor = columnAnchor(origin);
    if (anchor.isEmpty()) {
      html.element("code", origin.column());
    } else {
      html.open("a", "href", "#" + anchor).element("code", origin.column()).close();
    }
  }

  private String anchor(String relation) {
    if (dictionary.metric(relation).isPresent()) {
      return Anchors.metric(relation);
    }
    if (relation.equals(CALENDAR)) {
      return Anchors.fact(CALENDAR);
    }
    if (dictionary.lineage().fact(relation).isPresent()) {
      return Anchors.fact(dictionary.lineage().fact(relation).orElseThrow().name());
    }
    return isCanonical(relation) ? Anchors.source(Lineage.canonicalName(relation)) : "";
  }

  private String columnAnchor(Origin origin) {
    var metric = dictionary.metric(origin.relation());
    if (metric.isPresent()) {
      return Anchors.column(metric.map(Metric::table).orElseThrow(), origin.column());
    }
    var fact = dictionary.lineage().fact(origin.relation());
    if (fact.isPresent()) {
      String name = fact.map(Fact::name).orElseThrow();
      return dictionary.lineage().selection(name).column(origin.column()).isPresent()
          ? Anchors.factColumn(name, origin.column())
          : "";
    }
    String relation = Lineage.canonicalName(origin.relation());
    return isCanonical(relation) && Canonical.relation(relation).column(origin.column()).isPresent()
        ? Anchors.sourceColumn(relation, origin.column())
        : "";
  }

  private boolean isCanonical(String relation) {
    return dictionary.lineage().isCanonical(Lineage.canonicalName(relation));
  }
}
