package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything stands, in points on A4 landscape: rows of at most six tiles, then rows of
 * charts that share what is left. What doesn't fit goes to further sheets.
 */
record PageLayout(List<Sheet> sheets) {
  static final double WIDTH = 842;
  static final double HEIGHT = 595;
  static final double MARGIN = 24;

  /** Where the panels end and the footnotes begin. */
  static final double BOTTOM = 546;

  static final double BANNER_HEIGHT = 20;

  private static final double TOP = 70;
  private static final double GAP = 8;
  private static final double TILE_HEIGHT = 126;
  private static final double MIN_CHART_HEIGHT = 120;
  private static final double MAX_CHART_HEIGHT = 240;
  private static final int TILES_IN_A_ROW = 6;

  /** One page of paper. */
  record Sheet(List<Panel> panels) {}

  /**
   * A tile or a chart.
   *
   * @param index its place among the page's tiles or charts
   */
  record Panel(boolean isTile, int index, Rectangle2D area) {}

  private record Row(boolean isTiles, int first, int count, int columns) {
    double height() {
      return isTiles ? TILE_HEIGHT : MIN_CHART_HEIGHT;
    }
  }

  static PageLayout of(ReportSnapshot snapshot) {
    double top = TOP + (snapshot.warnings().isEmpty() ? 0 : BANNER_HEIGHT + GAP);
    List<Sheet> sheets = new ArrayList<>();
    List<Row> sheet = new ArrayList<>();
    double used = 0;
    for (Row row : rows(snapshot.page().tiles().size(), snapshot.page().charts().size())) {
      if (!sheet.isEmpty() && used + row.height() > BOTTOM - top) {
        sheets.add(placed(sheet, top));
        sheet.clear();
        used = 0;
      }
      sheet.add(row);
      used += row.height() + GAP;
    }
    sheets.add(placed(sheet, top));
    return new PageLayout(List.copyOf(sheets));
  }

  private static List<Row> rows(int tiles, int charts) {
    List<Row> rows = new ArrayList<>();
    int tileRows = (tiles + TILES_IN_A_ROW - 1) / TILES_IN_A_ROW;
    int columns = tileRows == 0 ? 0 : Math.max(4, (tiles + tileRows - 1) / tileRows);
    for (int first = 0; first < tiles; first += columns) {
      rows.add(new Row(true, first, Math.min(columns, tiles - first), columns));
    }
    int first = 0;
    if (charts % 2 == 1) {
      rows.add(new Row(false, 0, 1, 1));
      first = 1;
    }
    for (; first < charts; first += 2) {
      rows.add(new Row(false, first, 2, 2));
    }
    return rows;
  }

  private static Sheet placed(List<Row> rows, double top) {
    long charts = rows.stream().filter(row -> !row.isTiles()).count();
    double tiles = (rows.size() - charts) * (TILE_HEIGHT + GAP);
    double left = BOTTOM - top - tiles - GAP * Math.max(0, charts - 1);
    double chartHeight = charts == 0 ? 0 : Math.min(MAX_CHART_HEIGHT, left / charts);
    List<Panel> panels = new ArrayList<>();
    double y = top;
    for (Row row : rows) {
      double height = row.isTiles() ? TILE_HEIGHT : chartHeight;
      double width = (WIDTH - 2 * MARGIN - GAP * (row.columns() - 1)) / row.columns();
      for (int i = 0; i < row.count(); i++) {
        double x = MARGIN + i * (width + GAP);
        panels.add(
            new Panel(row.isTiles(), row.first() + i, new Rectangle2D.Double(x, y, width, height)));
      }
      y += height + GAP;
    }
    return new Sheet(List.copyOf(panels));
  }
}
