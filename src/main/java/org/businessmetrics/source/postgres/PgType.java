package org.businessmetrics.source.postgres;

import java.util.Optional;
import org.businessmetrics.source.canonical.ColumnType;

/** Which PostgreSQL types may stand for a canonical type, and the cast that makes them one. */
final class PgType {
  private static final String AS_IS = "";

  private PgType() {}

  /** The cast to append, or empty where the type can't stand for the canonical one. */
  static Optional<String> cast(ColumnType wanted, String found) {
    return switch (wanted) {
      case ID ->
          switch (found) {
            case "uuid", "text", "varchar" -> Optional.of(AS_IS);
            case "bpchar", "int2", "int4", "int8" -> Optional.of("::text");
            default -> Optional.empty();
          };
      case TEXT ->
          switch (found) {
            case "text", "varchar" -> Optional.of(AS_IS);
            case "bpchar" -> Optional.of("::text");
            default -> Optional.empty();
          };
      case INSTANT -> found.equals("timestamptz") ? Optional.of(AS_IS) : Optional.empty();
      case BOOLEAN -> found.equals("bool") ? Optional.of(AS_IS) : Optional.empty();
      case DECIMAL ->
          switch (found) {
            case "numeric" -> Optional.of(AS_IS);
            case "int2", "int4", "int8" -> Optional.of("::numeric");
            default -> Optional.empty();
          };
      case INTEGER ->
          switch (found) {
            case "int8" -> Optional.of(AS_IS);
            case "int2", "int4" -> Optional.of("::int8");
            default -> Optional.empty();
          };
    };
  }

  /** The driver names a column with a sequence after the pseudo type that made it. */
  static String plain(String driverName) {
    return switch (driverName) {
      case "smallserial" -> "int2";
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      default -> driverName;
    };
  }

  /** The type under which an absent column is written as NULL. */
  static String ofNull(ColumnType type) {
    return type == ColumnType.ID ? "text" : type.inPostgres();
  }

  /** The name that people use in DDL. */
  static String display(String found) {
    return switch (found) {
      case "bool" -> "boolean";
      case "bpchar" -> "char";
      case "int2" -> "smallint";
      case "int4" -> "integer";
      case "int8" -> "bigint";
      case "float4" -> "real";
      case "float8" -> "double precision";
      case "timestamp" -> "timestamp without time zone";
      default -> found;
    };
  }
}
