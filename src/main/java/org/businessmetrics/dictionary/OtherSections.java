package org.businessmetrics.dictionary;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.businessmetrics.dictionary.Selection.Selected;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.CanonicalColumn.Presence;

/** What the page says of tables that no metric fills, of facts, and of the source. */
final class OtherSections {
  private final Dictionary dictionary;
  private final Origins origins;

  OtherSections(Dictionary dictionary) {
    this.dictionary = dictionary;
    this.origins = new Origins(dictionary);
  }

  void table(Html html, SchemaTable table) {
    html.open("section", "id", Anchors.table(table.name()));
    html.open("h3").element("code", "metrics." + table.name());
    html.text(" ").element("span", table.kind(), "class", "badge").close();
    html.element("p", table.comment());
    if (!table.columns().isEmpty()) {
      html.grid(
          List.of("column", "type", "what it holds"),
          () -> {
            table
                .columns()
                .forEach(
                    (name, column) -> {
                      html.open("tr", "id", Anchors.column(table.name(), name));
                      html.open("td").element("code", name).close();
                      html.element("td", column.type()).element("td", column.comment()).close();
                    });
          });
    }
    html.close();
  }

  void fact(Html html, Fact fact) {
    html.open("section", "id", Anchors.fact(fact.name()));
    html.open("h3").element("code", fact.name()).close();
    html.element("p", sentence(fact.what()) + " " + sentence(fact.grain()));
    html.grid(
        List.of("column", "made from", "columns of canonical relations"),
        () -> {
          for (Selected column : dictionary.lineage().selection(fact.name()).columns()) {
            html.open("tr", "id", Anchors.factColumn(fact.name(), column.name()));
            html.open("td").element("code", column.name()).close();
            origins.cell(html, column.origins());
            origins.cell(html, dictionary.lineage().canonical(fact.name(), column.name()));
            html.close();
          }
        });
    SqlHtml.folded(html, "The statement (Spark SQL)", fact.sql());
    html.close();
  }

  void source(Html html, SourceRelation source) {
    html.open("section", "id", Anchors.source(source.name()));
    html.open("h3").element("code", source.name()).close();
    html.element(
        "p",
        source.isGiven()
            ? "Given by %s of the source."
                .formatted(dictionary.job().source().path().getFileName() + "/" + source.file())
            : "The job's source does not give it.");
    html.grid(
        List.of("canonical column", "type", "there", "as the source gives it", "its columns"),
        () -> {
          source.columns().forEach(column -> sourceColumn(html, source, column));
        });
    if (!source.sql().isEmpty()) {
      SqlHtml.folded(html, "The statement (PostgreSQL)", source.sql());
    }
    html.close();
  }

  private static void sourceColumn(Html html, SourceRelation source, CanonicalColumn column) {
    html.open("tr", "id", Anchors.sourceColumn(source.name(), column.name()));
    html.open("td").element("code", column.name()).close();
    html.element("td", column.type().name().toLowerCase(Locale.ROOT));
    html.element("td", presence(column.presence()));
    List<String> expressions =
        source.given().column(column.name()).map(Selected::expressions).orElse(List.of());
    html.open("td");
    expressions.forEach(
        expression -> html.open("div").element("code", expression, "class", "expression").close());
    html.text(expressions.isEmpty() ? "not given" : "").close();
    Origins.sourceCell(html, source.given().origins(column.name()).orElseGet(TreeSet::new));
    html.close();
  }

  private static String presence(Presence presence) {
    return switch (presence) {
      case REQUIRED -> "always";
      case NULLABLE -> "may be NULL";
      case OPTIONAL -> "may be absent";
    };
  }

  private static String sentence(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String end = text.endsWith(".") ? "" : ".";
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + end;
  }
}
