package org.businessmetrics.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.simulator.Customer.Change;
import org.businessmetrics.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The application's database, written to as the application writes: rows are overwritten in place,
 * accounts are deleted with everything that hangs on them, events arrive late, twice, out of order
 * or never. What really happened is known of every customer.
 */
final class SimulatedApplication implements AutoCloseable {
  private final DatabaseAddress database = TestDatabase.create();
  private final Connection connection;
  private final List<Customer> customers;
  private final List<Act> acts = new ArrayList<>();
  private int done;

  /**
   * @param first and {@code last}: the days in which everything happens
   * @param lossyFrom from when on events may be lost
   */
  record Setting(
      long seed,
      BusinessCalendar calendar,
      LocalDate first,
      LocalDate last,
      int customers,
      Instant lossyFrom) {
    Instant until() {
      return calendar.endOf(last);
    }
  }

  SimulatedApplication(Setting setting) {
    this.customers = customers(setting);
    customers.forEach(customer -> acts.addAll(customer.acts));
    acts.addAll(strangeEvents(setting));
    acts.sort(Comparator.comparing(Act::at));
    try {
      connection = TestDatabase.connect(database);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set timezone to 'UTC'");
        for (String file : List.of("numerai.sql", "numerai-indexes.sql")) {
          statement.execute(Files.readString(Path.of("sql", "demo", file)));
        }
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  DatabaseAddress database() {
    return database;
  }

  List<Customer> customers() {
    return customers;
  }

  /** Everything happens that happens before the instant. */
  void until(Instant now) {
    try {
      connection.setAutoCommit(false);
      for (; done < acts.size() && acts.get(done).at().isBefore(now); done++) {
        write(acts.get(done));
      }
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(acts.get(done).toString(), e);
    }
  }

  private void write(Act act) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(act.sql())) {
      int n = 1;
      for (@Nullable Object value : act.values()) {
        statement.setObject(n++, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
      }
      statement.execute();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Customer> customers(Setting setting) {
    List<Customer> customers = new ArrayList<>();
    Random dice = new Random(setting.seed());
    long days =
        Duration.between(setting.calendar().startOf(setting.first()), setting.until()).toDays();
    for (int i = 0; i < setting.customers(); i++) {
      // The first signs up on the first day; most of the others early, so that much happens.
      long day = i == 0 ? 0 : (long) (dice.nextDouble() * dice.nextDouble() * days);
      Instant signedUp =
          setting
              .calendar()
              .startOf(setting.first())
              .plusSeconds(day * 86400 + 30000 + dice.nextInt(50000));
      String currency = i % 8 == 3 ? "JPY" : i % 8 == 5 ? "EUR" : "USD";
      Customer customer = new Customer("u" + i, i % 20 == 11, signedUp, currency);
      live(customer, setting, new Random(setting.seed() * 1000 + i), i % 6 == 2);
      customers.add(customer);
    }
    return customers;
  }

  private static void live(Customer customer, Setting setting, Random dice, boolean leaves) {
    customer.acts.add(signUp(customer));
    Instant until = setting.until();
    new Life(customer, dice, setting.calendar().zone(), until).live();
    if (leaves) {
      deleteInAQuietTime(customer);
    }
    new Delivery(customer, dice, setting.lossyFrom()).deliver();
    Billing purchases = new Billing(customer, dice, until);
    for (int n = dice.nextInt(5); n > 0; n--) {
      long seconds = Duration.between(customer.signedUpAt, until).toSeconds();
      purchases.oneOff(
          n, customer.signedUpAt.plusSeconds(1 + (long) (dice.nextDouble() * seconds)));
    }
    Instant at = customer.signedUpAt;
    for (; at.isBefore(until); at = at.plusSeconds(3600 + dice.nextInt(9 * 86400))) {
      customer.activity.add(at);
      customer.acts.add(visit(customer, at));
    }
    forgetWhatDidNotHappen(customer);
  }

  private static Act signUp(Customer customer) {
    return Act.of(
        customer.signedUpAt,
        """
        insert into users values (?, 'x', false, ?, null, 'x', true, ?, true, false, null, 'free', 0, null, null, ?, ?)""",
        customer.id,
        customer.name + "@example.org",
        customer.isStaff,
        customer.signedUpAt,
        customer.signedUpAt);
  }

  private static Act visit(Customer customer, Instant at) {
    return Act.of(
        at,
        "insert into user_activity_log values (?, ?, 'page_view', '{}', null, 'x', '', '/', '', ?)",
        customer.uuid("visit at " + at),
        customer.id,
        at);
  }

  /** So that the application's last word on the subscription was seen by some night. */
  private static void deleteInAQuietTime(Customer customer) {
    List<Change> changes = customer.changes;
    for (int i = changes.size() / 2; i + 1 < changes.size(); i++) {
      Instant at = changes.get(i).created;
      if (Duration.between(at, changes.get(i + 1).created).toDays() > 6) {
        customer.deletedAt = at.plus(Duration.ofDays(3));
        return;
      }
    }
  }

  private static void forgetWhatDidNotHappen(Customer customer) {
    Instant end = customer.deletedAt;
    if (end.equals(Instant.MAX)) {
      return;
    }
    customer.changes.removeIf(change -> change.created.isAfter(end));
    customer.requests.removeIf(end::isBefore);
    customer.cash.removeIf(cash -> !cash.writtenAt().isBefore(end));
    customer.attempts.removeIf(attempt -> !attempt.writtenAt().isBefore(end));
    customer.activity.removeIf(end::isBefore);
    customer.acts.removeIf(act -> !act.at().isBefore(end) && !act.sql().contains("webhook_events"));
    customer.acts.add(Act.of(end, "delete from users where id = ?", customer.id));
  }

  /** News of a customer whom nobody knows, and one that is no news at all. */
  private static List<Act> strangeEvents(Setting setting) {
    Instant at = setting.calendar().startOf(setting.first()).plus(Duration.ofDays(40));
    Customer ghost = new Customer("ghost", false, at, "USD");
    Contract contract = new Contract("sub_ghost", at, "basic", "USD", Life.monthsAfter(at, 1));
    contract.status = "active";
    new Webhooks(ghost)
        .deliver(
            "customer.subscription.created",
            at,
            at.plusSeconds(1),
            Json.subscription(ghost.providerId, contract));
    new Webhooks(ghost).deliver("customer.subscription.updated", at, at.plusSeconds(2), "\"text\"");
    return ghost.acts;
  }
}
