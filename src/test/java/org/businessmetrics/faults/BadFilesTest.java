package org.businessmetrics.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Job;
import org.businessmetrics.report.Headlines;
import org.businessmetrics.report.ReportConfig;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.csv.CsvFile;
import org.businessmetrics.source.csv.CsvRow;
import org.businessmetrics.source.csv.CsvRows;
import org.businessmetrics.testing.MetricsProcess;
import org.businessmetrics.testing.Mutations;
import org.businessmetrics.testing.Survived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that went wrong: each is read, or refused by one clear message, and no row is lost. */
@Tag("faults")
class BadFilesTest {
  private static final long SEED = 20261129;
  private static final int CSV_FILES = 20_000;
  private static final int YAML_FILES = 5_000;
  private static final int NOISES = 2_000;
  private static final String HEADER =
      "payment_id,user_id,occurred_at,kind,status,amount,currency\n";
  private static final int ROWS = 30;

  private final Mutations mutations = new Mutations(SEED);
  private final Path folder;

  BadFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void oneBrokenLineTakesNoOtherWithIt() throws IOException {
    int refused = 0;
    for (int i = 0; i < CSV_FILES; i++) {
      int broken = mutations.between(0, ROWS - 1);
      byte[] line = mutations.of(row(broken).getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes(HEADER.getBytes(StandardCharsets.UTF_8));
      for (int row = 0; row < ROWS; row++) {
        file.writeBytes(row == broken ? line : row(row).getBytes(StandardCharsets.UTF_8));
        file.write('\n');
      }
      List<String> expected =
          IntStream.range(0, ROWS).filter(row -> row != broken).mapToObj(row -> "p" + row).toList();
      try {
        assertThat(payments(file.toByteArray()))
            .as(() -> "without the line " + new String(line, StandardCharsets.ISO_8859_1))
            .containsAll(expected);
      } catch (Failure e) {
        assertThat(e.exitCode()).as(e.toString()).isEqualTo(ExitCode.SOURCE_CONTRACT);
        assertThat(isUtf8(line)).as(e.toString()).isFalse();
        refused++;
      }
    }
    assertThat(refused).isLessThan(CSV_FILES / 2);
    Survived.count("CSV files with a broken line", CSV_FILES);
  }

  @Test
  void whatIsNoCsvAtAllIsRefusedOrReadInBoundedMemory() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < NOISES; i++) {
      byte[] noise = mutations.noise(mutations.between(0, 2_000));
      files.add(noise);
      ByteArrayOutputStream afterHeader = new ByteArrayOutputStream();
      afterHeader.writeBytes(HEADER.getBytes(StandardCharsets.UTF_8));
      afterHeader.writeBytes(noise);
      files.add(afterHeader.toByteArray());
    }
    files.add((HEADER + row(0)).getBytes(StandardCharsets.UTF_16));
    files.add("\n".getBytes(StandardCharsets.UTF_8));
    files.add(",".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
    files.add((HEADER + ",".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8));
    files.add((HEADER + "\"\n".repeat(1_000)).getBytes(StandardCharsets.UTF_8));
    for (byte[] file : files) {
      try {
        payments(file);
      } catch (Failure e) {
        assertThat(e.exitCode()).as(e.toString()).isEqualTo(ExitCode.SOURCE_CONTRACT);
        assertIsClear(e);
      }
    }
    Survived.count("files that are no CSV", files.size());
  }

  @Test
  void aLineOfAGigabyteIsNeverHeldInMemory() throws Exception {
    Path file = folder.resolve("payments.csv");
    String million = "a".repeat(1_000_000);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER);
      for (int i = 0; i < 1_000; i++) {
        out.write(million);
      }
      out.write("\n" + row(0) + "\n");
    }
    Process small =
        new ProcessBuilder(
                MetricsProcess.line(List.of("-Xmx64m"), BadFilesTest.class, file.toString()))
            .redirectErrorStream(true)
            .start();
    assertThat(new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("[p0]");
    assertThat(small.waitFor()).isZero();
    Files.delete(file);
  }

  /** Reads a file with what memory the process has. */
  public static void main(String[] file) {
    System.out.print(read(Path.of(file[0])));
  }

  @Test
  void aJobFileIsReadOrItsMistakesAreNamed() throws IOException {
    Path home = Path.of("").toAbsolutePath();
    assertThat(refusals("jobs", file -> Job.load(home, file, Map.of())))
        .isBetween(YAML_FILES / 10, YAML_FILES);
    Survived.count("job files with mistakes", YAML_FILES);
  }

  @Test
  void aReportFileIsReadOrItsMistakesAreNamed() throws IOException {
    assertThat(refusals("reports", file -> ReportConfig.load(file, Headlines.ALL)))
        .isBetween(YAML_FILES / 10, YAML_FILES);
    Survived.count("report files with mistakes", YAML_FILES);
  }

  /** Reads the files of a folder with mistakes in them; returns how many of them are refused. */
  private int refusals(String shipped, Consumer<Path> reader) throws IOException {
    List<String> good = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(shipped), "*.yaml")) {
      for (Path file : files) {
        good.add(Files.readString(file));
      }
    }
    Collections.sort(good);
    Path file = folder.resolve("file.yaml");
    int refused = 0;
    for (int i = 0; i < YAML_FILES; i++) {
      String text = good.get(i % good.size());
      byte[] bytes =
          mutations.between(0, 2) == 0
              ? mutations.lines(text).getBytes(StandardCharsets.UTF_8)
              : mutations.of(text.getBytes(StandardCharsets.UTF_8));
      Files.write(file, bytes);
      try {
        reader.accept(file);
      } catch (Failure e) {
        assertThat(e.exitCode()).as(e.toString()).isEqualTo(ExitCode.CONFIGURATION);
        assertIsClear(e);
        refused++;
      } catch (RuntimeException | StackOverflowError e) {
        fail(new String(bytes, StandardCharsets.ISO_8859_1), e);
      }
    }
    return refused;
  }

  private static void assertIsClear(Failure e) {
    assertThat(e.getMessage())
        .isNotBlank()
        .doesNotContain("Exception", "\tat ", "org.businessmetrics", "com.fasterxml");
  }

  private static String row(int number) {
    return "p%d,u%d,2025-01-01T00:00:00Z,charge,succeeded,%d.50,USD"
        .formatted(number, number % 7, number);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The ids of the rows that can be read. */
  private List<String> payments(byte[] bytes) throws IOException {
    Path file = folder.resolve("payments.csv");
    Files.write(file, bytes);
    return read(file);
  }

  private static List<String> read(Path file) {
    List<String> ids = new ArrayList<>();
    try (CsvRows rows = new CsvFile(Canonical.relation("payments"), file).open()) {
      for (CsvRow row = rows.next(); row != null; row = rows.next()) {
        if (row.error() == null) {
          ids.add(String.valueOf(row.value(rows.index("payment_id"))));
        } else {
          assertThat(row.error()).isNotBlank();
        }
      }
    }
    return ids;
  }
}
