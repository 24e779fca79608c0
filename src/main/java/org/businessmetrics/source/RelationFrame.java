package org.businessmetrics.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.CanonicalColumn;
import org.businessmetrics.source.canonical.ColumnType;
import org.businessmetrics.source.canonical.Decimals;
import org.businessmetrics.source.canonical.Relation;

/** The shape that every relation has in Spark, whichever kind of source gave it. */
final class RelationFrame {
  private RelationFrame() {}

  /** The schema that a reader gives: the columns found, then key and error. */
  static StructType schema(List<CanonicalColumn> found, List<String> uuids) {
    List<StructField> fields = new ArrayList<>();
    for (CanonicalColumn column : found) {
      DataType type = uuids.contains(column.name()) ? Ids.UUID_TYPE : sparkType(column.type());
      fields.add(DataTypes.createStructField(column.name(), type, true));
    }
    fields.add(DataTypes.createStructField(SourceSnapshot.ROW_KEY, DataTypes.StringType, true));
    fields.add(DataTypes.createStructField(SourceSnapshot.ROW_ERROR, DataTypes.StringType, true));
    return DataTypes.createStructType(fields);
  }

  /** All canonical columns in order, and what the job says about internal users and activity. */
  static Dataset<Row> shape(Dataset<Row> raw, Relation relation, SourceSettings settings) {
    List<String> given = Arrays.asList(raw.columns());
    List<Column> columns = new ArrayList<>();
    for (CanonicalColumn column : relation.columnsWithSegments(given)) {
      columns.add(
          given.contains(column.name())
              ? quoted(column.name())
              : lit(null).cast(sparkType(column.type())).as(column.name()));
    }
    columns.add(col(SourceSnapshot.ROW_KEY));
    columns.add(col(SourceSnapshot.ROW_ERROR));
    Dataset<Row> frame = raw.select(columns.toArray(new Column[0]));
    if (relation.name().equals(Canonical.ACCOUNTS) && !settings.internalUserIds().isEmpty()) {
      frame =
          frame.withColumn(
              "is_internal", coalesce(col("is_internal"), lit(false)).or(listed(frame, settings)));
    }
    Optional<String> predicate = settings.activityWhere();
    if (relation.name().equals(Canonical.ACTIVITY) && predicate.isPresent()) {
      frame = qualifying(frame, predicate.get());
    }
    return frame;
  }

  private static Column listed(Dataset<Row> accounts, SourceSettings settings) {
    boolean uuids = accounts.schema().apply("user_id").dataType() instanceof StructType;
    Object[] ids =
        settings.internalUserIds().stream()
            .map(id -> uuids ? id.toLowerCase(Locale.ROOT) : id)
            .toArray();
    return coalesce(Ids.text(accounts, "user_id").isin(ids), lit(false));
  }

  private static Dataset<Row> qualifying(Dataset<Row> activity, String predicate) {
    try {
      return activity.where(isBroken().or(expr(predicate)));
    } catch (Exception e) { // Scala declares no checked exception: it is an AnalysisException
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Invalid activity_where: '%s' is no predicate over the columns of activity: %s"
              .formatted(predicate, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** Only the rows of the range, and those that can't be used. */
  static Dataset<Row> within(Dataset<Row> frame, List<String> timeColumns, TimeRange range) {
    Column time = coalesce(timeColumns.stream().map(RelationFrame::quoted).toArray(Column[]::new));
    return frame.where(isBroken().or(time.geq(lit(range.from())).and(time.lt(lit(range.until())))));
  }

  private static Column isBroken() {
    return col(SourceSnapshot.ROW_ERROR).isNotNull();
  }

  private static Column quoted(String name) {
    return col("`" + name + "`");
  }

  private static DataType sparkType(ColumnType type) {
    return switch (type) {
      case ID, TEXT -> DataTypes.StringType;
      case INSTANT -> DataTypes.TimestampType;
      case DECIMAL -> DataTypes.createDecimalType(Decimals.PRECISION, Decimals.SCALE);
      case BOOLEAN -> DataTypes.BooleanType;
      case INTEGER -> DataTypes.LongType;
    };
  }
}
