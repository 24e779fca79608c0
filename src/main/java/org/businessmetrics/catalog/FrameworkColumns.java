package org.businessmetrics.catalog;

import java.util.List;
import org.businessmetrics.catalog.Metric.Column;

/** The columns that every published table has, whatever its metric declares. */
public final class FrameworkColumns {
  public static final Column RUN_ID =
      new Column("run_id", "uuid", "The run that published the row's figures");
  public static final Column IS_FINAL =
      new Column(
          "is_final",
          "boolean",
          "About late rows: the lookback after the row's last day has passed, so that late rows no longer change it");
  public static final List<Column> ALL = List.of(RUN_ID, IS_FINAL);

  private FrameworkColumns() {}
}
