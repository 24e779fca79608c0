package org.businessmetrics.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.compute.Lines;
import org.jspecify.annotations.Nullable;

/** Published rows as the oracles write them. */
public final class PublishedLines {
  private PublishedLines() {}

  /** The metric's columns in their order, {@code is_final} last; sorted. */
  public static List<String> of(Pipeline pipeline, Metric metric) {
    String columns =
        metric.columns().stream().map(Metric.Column::name).collect(Collectors.joining(", "));
    try (Connection connection = TestDatabase.connect(pipeline.database());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select %s, is_final from metrics.%s".formatted(columns, metric.table()))) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        @Nullable Object[] values = new @Nullable Object[metric.columns().size() + 1];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.getObject(i + 1);
        }
        lines.add(Lines.line(Arrays.copyOf(values, values.length)));
      }
      return lines.stream().sorted().toList();
    } catch (SQLException e) {
      throw new IllegalStateException(metric.table(), e);
    }
  }
}
