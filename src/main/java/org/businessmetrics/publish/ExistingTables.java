package org.businessmetrics.publish;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.businessmetrics.ledger.Store;

/** The tables of schema {@code metrics} as they are. */
final class ExistingTables {
  private final Map<String, Table> tables = new HashMap<>();

  private ExistingTables() {}

  /** The columns of a table, with types as PostgreSQL writes them. */
  static final class Table {
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> comments = new HashMap<>();
    private final TreeMap<Integer, String> key = new TreeMap<>();

    Optional<String> type(String column) {
      return Optional.ofNullable(types.get(column));
    }

    String comment(String column) {
      return comments.getOrDefault(column, "");
    }

    /** The primary key's columns in order. */
    List<String> key() {
      return List.copyOf(key.values());
    }
  }

  static ExistingTables read(Store store, Statement statement) throws SQLException {
    ExistingTables existing = new ExistingTables();
    try (ResultSet rows = statement.executeQuery(store.sql("table_columns"))) {
      while (rows.next()) {
        Table table =
            existing.tables.computeIfAbsent(rows.getString("table_name"), name -> new Table());
        String column = rows.getString("column_name");
        table.types.put(column, rows.getString("type"));
        table.comments.put(column, rows.getString("comment"));
        int position = rows.getInt("key_position");
        if (!rows.wasNull()) {
          table.key.put(position, column);
        }
      }
    }
    return existing;
  }

  Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** A type of metric.yaml as PostgreSQL writes it. */
  static String formatted(String type) {
    return switch (type) {
      case "char(3)" -> "character(3)";
      case "timestamptz" -> "timestamp with time zone";
      default -> type;
    };
  }
}
