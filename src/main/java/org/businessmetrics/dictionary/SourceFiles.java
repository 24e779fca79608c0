package org.businessmetrics.dictionary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.businessmetrics.config.SourceSpec;
import org.businessmetrics.source.canonical.Canonical;
import org.businessmetrics.source.canonical.Relation;

/** Reads what a source gives from its files alone; neither a database nor a row is looked at. */
final class SourceFiles {
  private SourceFiles() {}

  /** Every canonical relation, also those that the source does not give. */
  static List<SourceRelation> read(SourceSpec source) {
    List<SourceRelation> relations = new ArrayList<>();
    for (Relation relation : Canonical.relations()) {
      String extension = source instanceof SourceSpec.Csv ? ".csv" : ".sql";
      Path file = source.path().resolve(relation.name() + extension);
      relations.add(Files.isRegularFile(file) ? given(relation, file, source) : absent(relation));
    }
    return relations;
  }

  private static SourceRelation absent(Relation relation) {
    return new SourceRelation(relation, relation.columns(), "", "", Selection.EMPTY);
  }

  private static SourceRelation given(Relation relation, Path file, SourceSpec source) {
    String name = String.valueOf(file.getFileName());
    try {
      String sql = source instanceof SourceSpec.Csv ? "" : Files.readString(file);
      Selection given =
          source instanceof SourceSpec.Csv
              ? Selection.of(name, header(file))
              : new QueryReader(Selection::open).read(sql);
      List<String> columns = given.columns().stream().map(Selection.Selected::name).toList();
      return new SourceRelation(relation, relation.columnsWithSegments(columns), name, sql, given);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }

  private static List<String> header(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(file), format)) {
      return parser.getHeaderNames();
    }
  }
}
