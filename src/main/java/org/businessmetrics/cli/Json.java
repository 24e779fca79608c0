package org.businessmetrics.cli;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.businessmetrics.calendar.DayRange;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.inspect.Table;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON: names in snake case, times and durations in ISO 8601, exit codes as numbers, the
 * rows of a table as objects, what is not there as null.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addSerializer(Path.class, new PathAsText())
                  .addSerializer(ExitCode.class, new ExitCodeAsNumber())
                  .addSerializer(Table.class, new TableAsObjects())
                  .addSerializer(Enum.class, new EnumInLowerCase()))
          // A record's components are all there is to it; what it also answers is no part of it.
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .addMixIn(DayRange.class, DayRangeNames.class)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private Json() {}

  static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As `metrics plan --json` names them. */
  private interface DayRangeNames {
    @JsonProperty("first_day")
    LocalDate first();

    @JsonProperty("last_day")
    LocalDate last();
  }

  private static final class PathAsText extends JsonSerializer<Path> {
    @Override
    public void serialize(Path path, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(path.toString());
    }
  }

  private static final class ExitCodeAsNumber extends JsonSerializer<ExitCode> {
    @Override
    public void serialize(ExitCode code, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(code.code());
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class EnumInLowerCase extends JsonSerializer<Enum> {
    @Override
    public void serialize(Enum value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Numbers keep every digit, which is more than some readers of JSON do. */
  private static final class TableAsObjects extends JsonSerializer<Table> {
    @Override
    public void serialize(Table table, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartArray();
      for (List<@Nullable String> row : table.rows()) {
        json.writeStartObject();
        for (int i = 0; i < row.size(); i++) {
          json.writeFieldName(table.columns().get(i));
          cell(json, row.get(i), table.types().get(i));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private static void cell(JsonGenerator json, @Nullable String cell, Table.Type type)
        throws IOException {
      if (cell == null) {
        json.writeNull();
        return;
      }
      switch (type) {
        case NUMBER -> {
          if (Character.isDigit(cell.charAt(cell.length() - 1))) {
            json.writeNumber(cell);
          } else {
            json.writeString(cell); // NaN and Infinity, which JSON does not know
          }
        }
        case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(cell));
        case TEXT -> json.writeString(cell);
      }
    }
  }
}
