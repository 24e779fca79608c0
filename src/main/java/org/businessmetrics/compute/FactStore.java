package org.businessmetrics.compute;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Sha256;
import org.businessmetrics.ledger.FactVersion;
import org.businessmetrics.source.Ids;

/**
 * Facts and state as Parquet under one path, immutable once written: a folder a calendar month and
 * run for facts (a run's days of that month), a folder a day and run for state. Which days of which
 * folder count is not known here but in the ledger, so a run that dies leaves nothing half.
 */
final class FactStore {
  private static final StructType CURRENT =
      new StructType().add("run", DataTypes.StringType).add("day", DataTypes.DateType);

  private static final StructType DAY = new StructType().add("day", DataTypes.DateType);

  private static final String USER_ID = "user_id";

  private static final String REMEDY =
      "Point METRICS_FACTS_PATH at the folder that the earlier runs used, or restore it from its"
          + " backup.";

  private final SparkSession spark;
  private final String root;

  FactStore(SparkSession spark, String root) {
    this.spark = spark;
    this.root = root;
  }

  /** The rows of these versions, all of one fact; few are read at once. */
  Dataset<Row> read(Fact fact, StructType schema, Collection<FactVersion> versions) {
    Map<String, String> folders = new LinkedHashMap<>();
    List<Row> current = new ArrayList<>();
    for (FactVersion version : versions) {
      if (version.rows() > 0) {
        folders.put(version.path(), version.sha256());
        current.add(RowFactory.create(version.runId().toString(), version.day()));
      }
    }
    if (folders.isEmpty()) {
      return spark.createDataFrame(List.<Row>of(), schema);
    }
    requireIntact(folders);
    String[] paths =
        folders.keySet().stream().map(folder -> root + "/" + folder).toArray(String[]::new);
    return Sizing.held(
        fact.isState()
            ? spark.read().schema(schema).parquet(paths)
            : days(fact, schema, paths, current));
  }

  private Dataset<Row> days(Fact fact, StructType schema, String[] folders, List<Row> current) {
    return spark
        .read()
        .schema(schema.add("month", DataTypes.StringType).add("run", DataTypes.StringType))
        .option("basePath", root + "/" + fact.table())
        .parquet(folders)
        .join(broadcast(spark.createDataFrame(current, CURRENT)), CURRENT.fieldNames(), "left_semi")
        .select(Arrays.stream(schema.fieldNames()).map(functions::col).toArray(Column[]::new));
  }

  /** Writes a daily fact; a day without rows has a version too, that nothing is read from. */
  List<FactVersion> writeDays(
      Fact fact, Dataset<Row> rows, UUID runId, Collection<LocalDate> days) {
    Sizing.forFilesOf(rows);
    rows.select(
            col("*"),
            date_format(col("day"), "yyyy-MM").as("month"),
            lit(runId.toString()).as("run"))
        .repartition(col("month"))
        .write()
        .mode(SaveMode.Append)
        .partitionBy("month", "run")
        .parquet(root + "/" + fact.table());
    Map<String, String> hashes = new HashMap<>();
    for (YearMonth month : days.stream().map(YearMonth::from).distinct().toList()) {
      String folder = monthFolder(fact, month, runId);
      if (exists(root + "/" + folder)) {
        hashes.put(folder, keep(root + "/" + folder));
      }
    }
    Map<LocalDate, Long> counts = countByDay(hashes.keySet());
    List<FactVersion> versions = new ArrayList<>();
    for (LocalDate day : days) {
      String folder = monthFolder(fact, YearMonth.from(day), runId);
      versions.add(
          new FactVersion(
              fact.table(),
              day,
              runId,
              folder,
              counts.getOrDefault(day, 0L),
              hashes.getOrDefault(folder, "")));
    }
    return versions;
  }

  /** Writes the state after a day. */
  FactVersion writeState(Fact fact, Dataset<Row> rows, UUID runId, LocalDate day) {
    String folder = "%s/day=%s/run=%s".formatted(fact.table(), day, runId);
    String path = root + "/" + folder;
    Sizing.forFilesOf(rows);
    rows.write().mode(SaveMode.Overwrite).parquet(path);
    long count = spark.read().schema(rows.schema()).parquet(path).count();
    return new FactVersion(fact.table(), day, runId, folder, count, keep(path));
  }

  /** The type of the user ids in a folder. */
  DataType userIdType(String folder) {
    return spark.read().parquet(root + "/" + folder).schema().apply(USER_ID).dataType();
  }

  /** How many rows of the user each of the folders holds; those without any are left out. */
  Map<String, Long> rowsOf(String userId, Collection<String> folders) {
    Map<String, Long> rows = new HashMap<>();
    List<String> there = folders.stream().filter(folder -> exists(root + "/" + folder)).toList();
    if (there.isEmpty()) {
      return rows;
    }
    Dataset<Row> all =
        spark
            .read()
            .parquet(there.stream().map(folder -> root + "/" + folder).toArray(String[]::new));
    for (Row file :
        all.where(Ids.text(all, USER_ID).equalTo(userId))
            .groupBy(col("_metadata.file_path"))
            .count()
            .collectAsList()) {
      String path = URLDecoder.decode(file.getString(0), StandardCharsets.UTF_8);
      there.stream()
          .filter(folder -> path.contains("/" + folder + "/"))
          .forEach(folder -> rows.merge(folder, file.getLong(1), Long::sum));
    }
    return rows;
  }

  /** The rows that are not about the user. */
  Dataset<Row> without(String userId, Dataset<Row> rows) {
    return rows.where(not(Ids.text(rows, USER_ID).equalTo(userId)));
  }

  /** The same rows, with what is about the user under another id. */
  Dataset<Row> renamed(String userId, UUID other, Dataset<Row> rows) {
    Column id =
        rows.schema().apply(USER_ID).dataType() instanceof StructType
            ? struct(
                lit(other.getMostSignificantBits()).as("hi"),
                lit(other.getLeastSignificantBits()).as("lo"))
            : lit(other.toString());
    return rows.withColumn(
        USER_ID, when(Ids.text(rows, USER_ID).equalTo(userId), id).otherwise(col(USER_ID)));
  }

  /** Deletes a folder that versions name. */
  void deleteFact(String folder) {
    deleteFolder(root + "/" + folder);
  }

  /** Takes away all that a run wrote and nobody will ever read. */
  void deleteRun(UUID runId) {
    try {
      FileStatus[] folders = fileSystem().globStatus(new Path(root + "/*/*/run=" + runId));
      for (FileStatus folder : folders) {
        deleteFolder(folder.getPath().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void deleteFolder(String path) {
    try {
      fileSystem().delete(new Path(path), true);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM, "Could not delete %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private Map<LocalDate, Long> countByDay(Collection<String> folders) {
    Map<LocalDate, Long> counts = new HashMap<>();
    if (!folders.isEmpty()) {
      spark
          .read()
          .schema(DAY)
          .parquet(folders.stream().map(folder -> root + "/" + folder).toArray(String[]::new))
          .groupBy("day")
          .count()
          .collectAsList()
          .forEach(row -> counts.put(row.getLocalDate(0), row.getLong(1)));
    }
    return counts;
  }

  private static String monthFolder(Fact fact, YearMonth month, UUID runId) {
    return "%s/month=%s/run=%s".formatted(fact.table(), month, runId);
  }

  /** Facts that are gone or damaged would be figures that are too low, without a word. */
  private void requireIntact(Map<String, String> hashesByFolder) {
    hashesByFolder.forEach(
        (folder, sha256) -> {
          String path = root + "/" + folder;
          if (!exists(path)) {
            throw new Failure(
                ExitCode.CONFIGURATION,
                "The facts at %s are gone, but the ledger counts on them. %s"
                    .formatted(path, REMEDY));
          }
          if (!sha256(path).equals(sha256)) {
            throw new Failure(
                ExitCode.CONFIGURATION,
                "The facts at %s are not those that the ledger knows. %s".formatted(path, REMEDY));
          }
        });
  }

  private boolean exists(String path) {
    try {
      return fileSystem().exists(new Path(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the disk keep a folder before the ledger counts on it; returns its hash. */
  private String keep(String folder) {
    try {
      if (fileSystem() instanceof LocalFiles files) {
        files.flush(new Path(folder), new Path(root));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sha256(folder);
  }

  private String sha256(String folder) {
    try {
      MessageDigest digest = Sha256.digest();
      FileStatus[] files =
          fileSystem().listStatus(new Path(folder), p -> p.getName().endsWith(".parquet"));
      Arrays.sort(files);
      byte[] buffer = new byte[1 << 16];
      for (FileStatus file : files) {
        try (InputStream in = fileSystem().open(file.getPath())) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileSystem fileSystem() {
    try {
      return new Path(root).getFileSystem(spark.sparkContext().hadoopConfiguration());
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Could not open METRICS_FACTS_PATH '%s': %s".formatted(root, e.getMessage()),
          e);
    }
  }
}
