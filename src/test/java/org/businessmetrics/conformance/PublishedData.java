package org.businessmetrics.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** The folder with published data, which is no part of the project, and how to read its files. */
final class PublishedData {
  private static final String VARIABLE = "METRICS_CONFORMANCE_DATA";
  private static final Path BESIDE_THE_PROJECT = Path.of("..", "shared", "data");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CSVFormat WITH_HEADER =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private PublishedData() {}

  /** The folder; a test that asks where there is none is skipped. */
  static Path folder() {
    Path folder =
        Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).orElse(BESIDE_THE_PROJECT);
    assumeTrue(
        Files.isDirectory(folder),
        () ->
            "No published data: there is no folder %s (name it in %s)"
                .formatted(folder.toAbsolutePath().normalize(), VARIABLE));
    return folder;
  }

  /** One data set of the folder; a test that asks for one that is missing is skipped. */
  static Path dataSet(String name) {
    return existing(folder().resolve("datasets").resolve(name));
  }

  /** One folder of subscriptions, or, without a name, all of them; skipped like a data set. */
  static Path subscriptions(String name) {
    return existing(folder().resolve("subscriptions").resolve(name));
  }

  private static Path existing(Path folder) {
    assumeTrue(Files.isDirectory(folder), () -> "No published data: there is no " + folder);
    return folder;
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's rows by column. */
  static List<Map<String, String>> rows(Path file) {
    try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file), WITH_HEADER)) {
      return parser.stream().map(CSVRecord::toMap).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A field of a row; empty where the file has no such column. */
  static String cell(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }

  /** Writes a canonical relation. */
  static void write(Path file, List<String> header, Stream<List<String>> rows) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file), CSVFormat.RFC4180)) {
        printer.printRecord(header);
        for (List<String> row : rows.toList()) {
          printer.printRecord(row);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of an array, or the one value, as texts; a number as short as it can be. */
  static List<String> texts(JsonNode node) {
    if (!node.isArray()) {
      return List.of(text(node));
    }
    List<String> texts = new ArrayList<>();
    node.forEach(element -> texts.add(text(element)));
    return texts;
  }

  /** The same in one line, a blank between them. */
  static String line(JsonNode node) {
    return String.join(" ", texts(node));
  }

  private static String text(JsonNode node) {
    return node.isNumber()
        ? node.decimalValue().stripTrailingZeros().toPlainString()
        : node.asText();
  }
}
