package org.businessmetrics.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.lock.RunLock;
import org.businessmetrics.testing.TestDatabase;

/** A new database with the pipeline's schema, and short ways to ask it and fill it. */
public record MigratedStore(Store store) {
  public static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  private static final AtomicInteger COUNTER = new AtomicInteger();

  /** Migrated once; every test gets a copy, which is faster than migrating again. */
  private static final class Template {
    static final DatabaseAddress ADDRESS = migrate();

    private static DatabaseAddress migrate() {
      DatabaseAddress address = TestDatabase.create();
      new Migrations(Path.of(""), new Store(Path.of(""), address)).migrate();
      return address;
    }
  }

  public static MigratedStore create() {
    DatabaseAddress template = Template.ADDRESS;
    String url = template.url();
    String templateName = url.substring(url.lastIndexOf('/') + 1);
    String name = templateName + "_copy_" + COUNTER.incrementAndGet();
    DatabaseAddress elsewhere = at(template, "postgres");
    try (Connection connection = TestDatabase.connect(elsewhere);
        Statement statement = connection.createStatement()) {
      statement.execute("create database %s template %s".formatted(name, templateName));
      statement.execute("alter database %s set timezone to 'UTC'".formatted(name));
    } catch (SQLException e) {
      throw new IllegalStateException("Could not copy the database " + templateName, e);
    }
    return new MigratedStore(new Store(Path.of(""), at(template, name)));
  }

  private static DatabaseAddress at(DatabaseAddress address, String database) {
    String url = address.url();
    return new DatabaseAddress(
        url.substring(0, url.lastIndexOf('/') + 1) + database, address.user(), address.password());
  }

  public DatabaseAddress address() {
    return store.address();
  }

  /** The run lock, which whoever publishes holds. */
  public RunLock lock() {
    return RunLock.acquire(store, "nightly", "host1", 4711);
  }

  public Ledger ledger() {
    return new Ledger(store);
  }

  /** A running run over these days. */
  public UUID startRun(LocalDate first, LocalDate last) {
    UUID runId = UUID.randomUUID();
    ledger().start(new NewRun(runId, "nightly", first, last, NOON, "host1", 4711, "0.1.0"));
    return runId;
  }

  public void execute(String sql) {
    try (Connection connection = TestDatabase.connect(address());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Every row as its values joined by a bar; NULL as a minus. */
  public List<String> rows(String sql) {
    try (Connection connection = TestDatabase.connect(address());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          String value = rows.getString(i);
          values.add(value == null ? "-" : value);
        }
        result.add(String.join("|", values));
      }
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public String one(String sql) {
    List<String> rows = rows(sql);
    if (rows.size() != 1) {
      throw new IllegalStateException("Expected one row, found " + rows);
    }
    return rows.get(0);
  }
}
