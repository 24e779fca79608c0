package org.businessmetrics.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.report.ReportConfig.Chart;
import org.businessmetrics.report.ReportConfig.Kind;
import org.businessmetrics.report.ReportConfig.Page;
import org.businessmetrics.report.ReportConfig.Paper;
import org.businessmetrics.report.ReportConfig.Table;

/**
 * Where everything on a page stands, in points: rows of at most eight tiles, then charts and tables
 * in rows of twelve columns that share what is left.
 *
 * @param top where the panels begin
 */
record PageLayout(double top, List<Panel> panels) {
  static final double MARGIN = 24;
  static final double BANNER_HEIGHT = 20;
  static final double HEADLINE_LINE = 13;

  /** Where the panels end and the footnotes begin, from the sheet's lower edge. */
  static final double FOOT = 50;

  private static final double TOP = 70;
  private static final double HEADLINE_TOP = 78;
  private static final double GAP = 8;
  private static final double TILE_HEIGHT = 136;
  private static final double MAX_ROW_HEIGHT = 330;
  private static final int TILES_IN_A_ROW = 8;
  private static final double TABLE_HEAD = 46;
  private static final double TABLE_ROW = 12;
  private static final double LEAST_TABLE = 72;
  private static final int COLUMNS = 12;

  /** What a panel shows. */
  enum Content {
    TILE,
    CHART,
    TABLE
  }

  /**
   * A tile, a chart or a table.
   *
   * @param index its place among the page's tiles, charts or tables
   */
  record Panel(Content content, int index, Rectangle2D area) {}

  private record Box(Content content, int index, int columns, double least, double weight) {}

  private record Row(List<Box> boxes) {
    double least() {
      return boxes.stream().mapToDouble(Box::least).max().orElse(0);
    }

    double weight() {
      return boxes.stream().mapToDouble(Box::weight).max().orElse(0);
    }

    boolean isTables() {
      return boxes.stream().anyMatch(box -> box.content() == Content.TABLE);
    }

    boolean isTiles() {
      return boxes.get(0).content() == Content.TILE;
    }
  }

  /**
   * @param headlineLines how many lines the headline above the panels takes
   * @param hasBanner whether a warning stands above them
   */
  static PageLayout of(Page page, Paper paper, int headlineLines, boolean hasBanner) {
    double top = top(headlineLines) + (hasBanner ? BANNER_HEIGHT + GAP : 0);
    return new PageLayout(top, placed(rows(page), top, paper));
  }

  private static double top(int headlineLines) {
    return headlineLines == 0 ? TOP : HEADLINE_TOP + headlineLines * HEADLINE_LINE;
  }

  /** By how many points the page is too high for its paper, with a headline and a warning. */
  static double missingHeight(Page page, Paper paper) {
    double least = rows(page).stream().mapToDouble(row -> row.least() + GAP).sum() - GAP;
    return least - (paper.height() - FOOT - top(2) - BANNER_HEIGHT - GAP);
  }

  private static List<Row> rows(Page page) {
    List<Row> rows = new ArrayList<>();
    int tiles = page.tiles().size();
    int tileRows = (tiles + TILES_IN_A_ROW - 1) / TILES_IN_A_ROW;
    int columns = tileRows == 0 ? 0 : Math.max(4, (tiles + tileRows - 1) / tileRows);
    for (int first = 0; first < tiles; first += columns) {
      List<Box> boxes = new ArrayList<>();
      for (int i = first; i < Math.min(tiles, first + columns); i++) {
        boxes.add(new Box(Content.TILE, i, columns, TILE_HEIGHT, 0));
      }
      rows.add(new Row(boxes));
    }
    List<Box> flow = new ArrayList<>();
    for (int i = 0; i < page.charts().size(); i++) {
      flow.add(box(page.charts().get(i), i));
    }
    for (int i = 0; i < page.tables().size(); i++) {
      Table table = page.tables().get(i);
      boolean isCounted = table.kind().hasAColumnAMetric();
      double least = isCounted ? TABLE_HEAD + table.rows() * TABLE_ROW : LEAST_TABLE;
      flow.add(new Box(Content.TABLE, i, table.width().columns(), least, isCounted ? 0 : 1.6));
    }
    List<Box> row = new ArrayList<>();
    int used = 0;
    for (Box box : flow) {
      if (used + box.columns() > COLUMNS) {
        rows.add(new Row(List.copyOf(row)));
        row.clear();
        used = 0;
      }
      row.add(box);
      used += box.columns();
    }
    if (!row.isEmpty()) {
      rows.add(new Row(List.copyOf(row)));
    }
    return rows;
  }

  private static Box box(Chart chart, int index) {
    double weight = chart.kind() == Kind.RETENTION ? 1.5 : 1;
    double least = chart.kind() == Kind.RETENTION ? 140 : 110;
    return new Box(Content.CHART, index, chart.width().columns(), least, weight);
  }

  private static List<Panel> placed(List<Row> rows, double top, Paper paper) {
    double bottom = paper.height() - FOOT;
    double weights = rows.stream().mapToDouble(Row::weight).sum();
    double least = rows.stream().mapToDouble(row -> row.least() + GAP).sum() - GAP;
    double spare = Math.max(0, bottom - top - least);
    List<Panel> panels = new ArrayList<>();
    double y = top;
    for (Row row : rows) {
      double share = weights == 0 ? 0 : spare * row.weight() / weights;
      double height =
          row.isTiles()
              ? TILE_HEIGHT
              : row.isTables()
                  ? row.least() + share
                  : Math.min(MAX_ROW_HEIGHT, row.least() + share);
      place(row, y, height, paper.width() - 2 * MARGIN, panels);
      y += height + GAP;
    }
    return List.copyOf(panels);
  }

  private static void place(Row row, double y, double height, double width, List<Panel> panels) {
    int columns = row.isTiles() ? row.boxes().get(0).columns() : COLUMNS;
    double column = (width - GAP * (columns - 1)) / columns;
    double x = MARGIN;
    for (Box box : row.boxes()) {
      int span = row.isTiles() ? 1 : box.columns();
      double own = span * column + (span - 1) * GAP;
      panels.add(new Panel(box.content(), box.index(), new Rectangle2D.Double(x, y, own, height)));
      x += own + GAP;
    }
  }
}
