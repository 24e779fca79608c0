package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.testing.Pipeline;
import org.businessmetrics.testing.TestSpark;
import org.jspecify.annotations.Nullable;

/** A published data set as an installation of its own, whose one night runs when first asked. */
final class DataSet {
  private static final StructType VERSION =
      new StructType().add("run", DataTypes.StringType).add("day", DataTypes.DateType);

  // Every run of a long history costs as much as a night.
  private static final String AT_ONCE = "range_days: 400\n";

  private final Path folder;
  private final Path csv;
  private final String keys;
  private final Instant now;
  private final JsonNode expected;
  private @Nullable Night night;

  /**
   * @param data the published files
   * @param folder an empty one, with the canonical relations in {@code source}
   * @param keys of the job
   * @param now the night's instant
   */
  DataSet(Path data, Path folder, String keys, Instant now) {
    this.folder = folder;
    this.csv = folder.resolve("source");
    this.keys = keys;
    this.now = now;
    this.expected = PublishedData.json(data.resolve("expected.json"));
  }

  /** What was published as the answer to the question of this id. */
  JsonNode published(String id) {
    for (JsonNode item : expected) {
      if (item.path("id").asText().equals(id)) {
        return item.path("expected");
      }
    }
    throw new IllegalStateException("expected.json has no " + id);
  }

  /** An object of figures as "name figure". */
  static List<String> figures(JsonNode node) {
    Map<String, String> figures = new TreeMap<>();
    node.properties().forEach(f -> figures.put(f.getKey(), f.getValue().asText()));
    return figures.entrySet().stream().map(f -> f.getKey() + " " + f.getValue()).toList();
  }

  /** The rows of a query, a blank between the columns. */
  List<String> rows(String sql) {
    return night().rows(sql).stream().map(row -> row.replace('|', ' ')).toList();
  }

  /** The same of a query in Spark over the facts {@code user_day} that are current. */
  List<String> factRows(String sql) {
    SparkSession spark = TestSpark.session();
    List<Row> current =
        rows(
                "select run_id, day from pipeline.fact_versions where fact = 'user_day' and is_current")
            .stream()
            .map(row -> row.split(" "))
            .map(row -> RowFactory.create(row[0], LocalDate.parse(row[1])))
            .toList();
    spark
        .read()
        .parquet(folder.resolve("facts").resolve("user_day").toString())
        .join(spark.createDataFrame(current, VERSION), VERSION.fieldNames(), "left_semi")
        .createOrReplaceTempView("user_day_facts");
    return spark.sql(sql).collectAsList().stream().map(row -> row.mkString(" ")).toList();
  }

  private Night night() {
    if (night == null) {
      night = new Night(Pipeline.overCsv(folder, csv, keys + AT_ONCE), now);
    }
    return night;
  }
}
