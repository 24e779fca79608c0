package org.businessmetrics.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/**
 * A company that does not exist, with everything that makes real figures difficult. The same
 * parameters give the same rows, byte for byte, on every machine.
 */
public final class SampleCompany {
  /** The domain of the e-mail addresses of the company's own people. */
  public static final String INTERNAL_DOMAIN = "example.com";

  private SampleCompany() {}

  /**
   * @param users accounts ever made; a few of them are deleted again
   * @param days full business days
   * @param lastDay the last full one; the database is the state at 06:00 on the day after
   * @param zone where the company's days begin and end
   * @param start where its dice start: another number gives another company
   */
  public record Parameters(int users, int days, LocalDate lastDay, ZoneId zone, long start) {
    private static final int FEWEST_USERS = 100;
    private static final int MOST_USERS = 500_000;
    private static final int FEWEST_DAYS = 30;
    private static final int MOST_DAYS = 2_000;

    public Parameters {
      require("users", users, FEWEST_USERS, MOST_USERS);
      require("days", days, FEWEST_DAYS, MOST_DAYS);
    }

    /** 20,000 users over 400 days in New York. */
    public static Parameters ending(LocalDate lastDay) {
      return new Parameters(20_000, 400, lastDay, ZoneId.of("America/New_York"), 1);
    }

    public LocalDate firstDay() {
      return lastDay.minusDays(days - 1L);
    }

    /** The instant of which the database is the state: nothing in it is younger. */
    public Instant instant() {
      return ZonedDateTime.of(lastDay.plusDays(1), LocalTime.of(6, 0), zone).toInstant();
    }

    private static void require(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new Failure(
            ExitCode.USAGE,
            "Invalid number of %s for the sample company: %d (must be %d to %d)"
                .formatted(name, value, least, most));
      }
    }
  }

  /** Rows by table, in the order in which they were written. */
  public record Summary(Map<String, Long> rows) {
    public Summary {
      rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }
  }

  /**
   * Makes the application's tables in an empty database and fills them, all in one transaction.
   *
   * @param home the directory that holds {@code sql/}
   * @param progress told of each step, in a few words
   * @throws Failure (system) when the database or the files are not as they should be
   */
  public static Summary fill(
      Path home, DatabaseAddress app, Parameters parameters, Consumer<String> progress) {
    Path schema = home.resolve("sql").resolve("demo");
    try (Connection connection = EmbeddedDatabase.connect(app);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(Files.readString(schema.resolve("numerai.sql")));
      Summary summary = new Summary(write(connection, parameters, progress));
      progress.accept("keys and indexes");
      statement.execute(Files.readString(schema.resolve("numerai-indexes.sql")));
      connection.commit();
      return summary;
    } catch (SQLException | IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not fill %s with the sample company: %s".formatted(app.display(), e.getMessage()),
          e);
    }
  }

  private static Map<String, Long> write(
      Connection connection, Parameters parameters, Consumer<String> progress) throws SQLException {
    progress.accept("people and their subscriptions");
    Chance root = new Chance(parameters.start());
    CompanyCalendar calendar = new CompanyCalendar(parameters, root.fork());
    List<Person> people = new Population(calendar, root.fork()).signUp(parameters.users());
    EventLog events = new EventLog(calendar, root.fork());
    Books books = new Books();
    StripeEvents stripe = new StripeEvents(calendar, root.fork(), books);
    Subscriptions subscriptions = new Subscriptions(calendar, root.fork(), stripe, books, events);
    OneOffPurchases purchases = new OneOffPurchases(calendar, root.fork(), stripe, books);
    for (Person person : people) {
      events.onboard(person);
      subscriptions.live(person);
      purchases.live(person);
    }
    ActivityLog activity = new ActivityLog(calendar, root.fork(), people, events);
    Tables tables = new Tables(connection, calendar, root.fork());
    progress.accept("activity");
    tables.write("user_activity_log", ActivityLog.COLUMNS, activity::write);
    tables.write("event_tracking", EventLog.COLUMNS, events::write);
    progress.accept("accounts and billing");
    List<Person> accounts = people.stream().filter(p -> !p.isGone(calendar.now())).toList();
    tables.writeAccounts(accounts);
    tables.writeBooks(books);
    tables.writeFunnels();
    return tables.rows();
  }
}
