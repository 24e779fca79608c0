package org.businessmetrics.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.businessmetrics.config.FxRates.Quote;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file of day, currency, rate, and all that is wrong with it. */
final class FxRatesFile {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).get();
  private static final List<String> COLUMNS = List.of("day", "currency", "rate");
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int MOST_DIGITS = 20;
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toCollection(TreeSet::new));

  private final Path file;
  private final String reportingCurrency;
  private final Problems problems;
  private final List<Quote> quotes = new ArrayList<>();
  private final Map<List<Object>, Integer> lines = new HashMap<>();

  FxRatesFile(Path file, String reportingCurrency) {
    this.file = file;
    this.reportingCurrency = reportingCurrency;
    this.problems = new Problems(file);
  }

  List<Quote> read() {
    try (CSVParser parser =
        CSVParser.builder().setReader(Files.newBufferedReader(file)).setFormat(FORMAT).get()) {
      Iterator<CSVRecord> records = parser.iterator();
      List<String> header = records.hasNext() ? header(records.next()) : List.of();
      if (knowsColumns(header)) {
        while (true) {
          int line = (int) parser.getCurrentLineNumber() + 1;
          if (!records.hasNext()) {
            break;
          }
          row(line, header, records.next());
        }
      }
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "No such file of rates: %s (fx_rates names it)".formatted(file),
          e);
    } catch (UncheckedIOException | IOException e) {
      Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s can't be read: %s"
              .formatted(
                  file,
                  cause instanceof CharacterCodingException
                      ? "it is not UTF-8, convert it"
                      : String.valueOf(cause == null ? e : cause.getMessage())),
          e);
    }
    problems.throwIfAny();
    return quotes;
  }

  private static List<String> header(CSVRecord fields) {
    return StreamSupport.stream(fields.spliterator(), false)
        .map(name -> name.replace(BYTE_ORDER_MARK, "").strip())
        .toList();
  }

  private boolean knowsColumns(List<String> header) {
    for (String name : header) {
      if (!COLUMNS.contains(name)) {
        problems.add(
            1,
            "'%s' is no column of rates (%s)"
                .formatted(
                    name,
                    Suggestion.nearest(name, COLUMNS)
                        .map("did you mean '%s'?"::formatted)
                        .orElse("must be " + String.join(", ", COLUMNS))));
      }
    }
    for (String column : COLUMNS) {
      if (header.stream().filter(column::equals).count() != 1) {
        problems.add(
            1,
            "the header has the column %s %s (must be %s)"
                .formatted(
                    column,
                    header.contains(column) ? "twice" : "not at all",
                    String.join(", ", COLUMNS)));
      }
    }
    return problems.count() == 0;
  }

  private void row(int line, List<String> header, CSVRecord fields) {
    if (fields.size() == 1 && fields.get(0).isBlank()) {
      return;
    }
    if (fields.size() != header.size()) {
      problems.add(line, "expected %d fields, found %d".formatted(header.size(), fields.size()));
      return;
    }
    LocalDate day = value(line, "day", fields.get(header.indexOf("day")), Parse::date);
    String currency =
        value(line, "currency", fields.get(header.indexOf("currency")), FxRatesFile::currency);
    BigDecimal rate = value(line, "rate", fields.get(header.indexOf("rate")), FxRatesFile::rate);
    if (day == null || currency == null || rate == null) {
      return;
    }
    Integer earlier = lines.putIfAbsent(List.of(day, currency), line);
    if (earlier != null) {
      problems.add(line, "%s of %s is given on line %d already".formatted(currency, day, earlier));
    } else if (!currency.equals(reportingCurrency)) {
      quotes.add(new Quote(day, currency, rate));
    } else if (rate.compareTo(BigDecimal.ONE) != 0) {
      problems.add(
          line,
          "rate is %s of %s, which is the reporting currency (must be 1, or left out)"
              .formatted(rate.toPlainString(), currency));
    }
  }

  private <T> @Nullable T value(int line, String column, String text, Function<String, T> parse) {
    try {
      return parse.apply(text.strip());
    } catch (IllegalArgumentException e) {
      problems.add(line, "%s is '%s' (%s)".formatted(column, text, e.getMessage()));
      return null;
    }
  }

  private static String currency(String text) {
    if (!CURRENCIES.contains(text)) {
      throw new IllegalArgumentException("must be an ISO 4217 code in upper case, as in USD");
    }
    return text;
  }

  private static BigDecimal rate(String text) {
    BigDecimal rate = Parse.decimal(text);
    if (rate.signum() <= 0) {
      throw new IllegalArgumentException("must be above 0");
    }
    // Looked at before anything is multiplied out: 1e1000000000 must not fill the memory.
    if (rate.scale() > MOST_DIGITS || (long) rate.precision() - rate.scale() > MOST_DIGITS) {
      throw new IllegalArgumentException(
          "must have at most %d digits before the point and after it".formatted(MOST_DIGITS));
    }
    return rate;
  }
}
