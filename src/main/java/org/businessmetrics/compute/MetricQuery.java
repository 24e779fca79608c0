package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.catalog.Metric;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.jspecify.annotations.Nullable;

/** Runs a metric's query over the relations that are views of the session. */
public final class MetricQuery {
  private MetricQuery() {}

  /**
   * The metric's columns in their order and declared types. Nothing is computed before the rows are
   * asked for, which is to happen next: Spark is set up for them.
   *
   * @throws Failure CONFIGURATION when the query is not valid or returns other columns
   */
  public static Dataset<Row> run(SparkSession session, Metric metric, QueryParameters parameters) {
    Dataset<Row> result = parse(session, metric, parameters);
    Sizing.forFilesOf(result);
    List<String> expected = metric.columns().stream().map(Metric.Column::name).toList();
    List<String> found = Arrays.asList(result.columns());
    if (!found.equals(expected)) {
      throw new Failure(ExitCode.CONFIGURATION, differs(metric, expected, found));
    }
    List<Column> columns = new ArrayList<>();
    boolean asDeclared = true;
    for (Metric.Column column : metric.columns()) {
      DataType given = result.schema().apply(column.name()).dataType();
      DataType type = type(metric, column, given);
      asDeclared &= type.equals(given);
      columns.add(col(column.name()).cast(type).as(column.name()));
    }
    // A select more would have the whole statement analyzed once more.
    return asDeclared ? result : result.select(columns.toArray(Column[]::new));
  }

  /** The declared columns, for a view without rows. */
  static StructType schema(Metric metric) {
    StructType schema = new StructType();
    for (Metric.Column column : metric.columns()) {
      schema = schema.add(column.name(), type(metric, column, DataTypes.NullType));
    }
    return schema;
  }

  /**
   * A row ready to be copied: LocalDate, Instant, Long, Integer, BigDecimal, Boolean, String or
   * null, in the order of the columns.
   */
  static @Nullable Object[] values(Row row) {
    @Nullable Object[] values = new @Nullable Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  private static Dataset<Row> parse(
      SparkSession session, Metric metric, QueryParameters parameters) {
    try {
      return session.sql(metric.query(), parameters.named());
    } catch (Exception e) {
      // AnalysisException is checked, and Scala does not declare it.
      if (e instanceof SparkThrowable) {
        throw new Failure(
            ExitCode.CONFIGURATION,
            "%s: %s".formatted(metric.folder().resolve("query.sql"), firstLine(e)),
            e);
      }
      throw e;
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(e.getClass().getSimpleName());
  }

  private static String differs(Metric metric, List<String> expected, List<String> found) {
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(found);
    List<String> extra = new ArrayList<>(found);
    extra.removeAll(expected);
    String difference =
        missing.isEmpty() && extra.isEmpty()
            ? "the columns in another order: " + String.join(", ", found)
            : "missing columns [%s], extra columns [%s]"
                .formatted(String.join(", ", missing), String.join(", ", extra));
    return "The query of metric '%s' does not return the columns of %s: %s"
        .formatted(metric.name(), metric.folder().resolve("metric.yaml"), difference);
  }

  private static DataType type(Metric metric, Metric.Column column, DataType given) {
    return switch (column.type()) {
      case "date" -> DataTypes.DateType;
      case "text", "char(3)" -> DataTypes.StringType;
      case "bigint" -> DataTypes.LongType;
      case "integer" -> DataTypes.IntegerType;
      case "boolean" -> DataTypes.BooleanType;
      case "timestamptz" -> DataTypes.TimestampType;
      case "numeric" -> exact(metric, column, given);
      default ->
          throw new IllegalArgumentException("Type without a rule: '%s'".formatted(column.type()));
    };
  }

  private static DataType exact(Metric metric, Metric.Column column, DataType given) {
    if (given instanceof DecimalType || given.equals(DataTypes.NullType)) {
      return given instanceof DecimalType ? given : DataTypes.createDecimalType(38, 0);
    }
    if (given.equals(DataTypes.LongType) || given.equals(DataTypes.IntegerType)) {
      return DataTypes.createDecimalType(20, 0);
    }
    throw new Failure(
        ExitCode.CONFIGURATION,
        "The query of metric '%s' returns %s for '%s', which must be exact: cast it to decimal"
            .formatted(metric.name(), given.typeName().toLowerCase(Locale.ROOT), column.name()));
  }
}
