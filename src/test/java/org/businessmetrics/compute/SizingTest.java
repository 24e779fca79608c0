package org.businessmetrics.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.businessmetrics.testing.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizingTest {
  private final SparkSession spark = TestSpark.session();

  @Test
  void fewRowsAreHeldInMemory(@TempDir Path folder) {
    Dataset<Row> rows = files(folder, Sizing.FEW);
    Dataset<Row> held = Sizing.inMemory(rows).orElseThrow();

    assertThat(((org.apache.spark.sql.classic.Dataset<Row>) held).queryExecution().analyzed())
        .isInstanceOf(LocalRelation.class);
    assertThat(held.collectAsList()).isEqualTo(rows.collectAsList());
    assertThat(held.schema()).isEqualTo(rows.schema());
  }

  /** Ten thousand equal rows are a few hundred bytes. */
  @Test
  void rowsThatOnlyLookFewStayWhereTheyAre(@TempDir Path folder) {
    assertThat(Sizing.inMemory(files(folder, Sizing.FEW + 1))).isEmpty();
  }

  @Test
  void aJoinThatMakesManyOfAFewIsNotHeld() {
    Dataset<Row> few = spark.range(200).toDF();
    assertThat(Sizing.inMemory(few)).isPresent();
    assertThat(Sizing.inMemory(few.crossJoin(few.toDF("other")))).isEmpty();
  }

  private Dataset<Row> files(Path folder, int rows) {
    String path = folder.resolve("rows").toString();
    spark.range(rows).selectExpr("'ann' as user_id").coalesce(1).write().parquet(path);
    return spark.read().parquet(path);
  }
}
