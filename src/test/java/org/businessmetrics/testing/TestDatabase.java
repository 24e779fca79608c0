package org.businessmetrics.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Secret;
import org.businessmetrics.demo.EmbeddedDatabase;
import org.businessmetrics.demo.PowerCut;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real PostgreSQL for the tests, the first of: the server that {@code METRICS_TEST_DATABASE_URL}
 * names (with {@code …_USER} and {@code …_PASSWORD}; a superuser), a container where Docker
 * answers, an embedded server. Started once, and it says which it is. Every caller gets a new,
 * empty database.
 */
public final class TestDatabase {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private TestDatabase() {}

  /**
   * A server.
   *
   * @param home of an embedded one
   */
  private record Server(String baseUrl, String user, String password, Optional<Path> home) {}

  private static final class Holder {
    static final Server SERVER = start();

    private static Server start() {
      String given = System.getenv("METRICS_TEST_DATABASE_URL");
      if (given != null) {
        System.out.println("Tests use the PostgreSQL of METRICS_TEST_DATABASE_URL");
        return new Server(
            given.substring(0, given.lastIndexOf('/') + 1),
            System.getenv().getOrDefault("METRICS_TEST_DATABASE_USER", "postgres"),
            System.getenv().getOrDefault("METRICS_TEST_DATABASE_PASSWORD", ""),
            Optional.empty());
      }
      if (DockerClientFactory.instance().isDockerAvailable()) {
        System.out.println("Tests use PostgreSQL in a container");
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:17");
        container.start();
        String url = container.getJdbcUrl();
        return new Server(
            url.substring(0, url.lastIndexOf('/') + 1),
            container.getUsername(),
            container.getPassword(),
            Optional.empty());
      }
      System.out.println("Tests use an embedded PostgreSQL");
      Path home = directoryOfThisProcess();
      EmbeddedDatabase embedded = EmbeddedDatabase.start(home, EmbeddedDatabase.Lifetime.PROCESS);
      DatabaseAddress address = embedded.address("postgres");
      return new Server(
          address.url().substring(0, address.url().lastIndexOf('/') + 1),
          address.user().orElseThrow(),
          address.password().orElseThrow().reveal(),
          Optional.of(home));
    }

    /** So that two test runs in one tree stay apart; what runs before left behind is removed. */
    private static Path directoryOfThisProcess() {
      Path all = Path.of("target", "postgres");
      try {
        Files.createDirectories(all);
        try (FileChannel oneAtATime =
            FileChannel.open(
                all.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          oneAtATime.lock();
          removeLeftBehind(all);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return all.resolve(Long.toString(ProcessHandle.current().pid()));
    }

    private static void removeLeftBehind(Path all) throws IOException {
      try (Stream<Path> directories = Files.list(all)) {
        for (Path left : directories.filter(Holder::isLeftBehind).toList()) {
          EmbeddedDatabase.delete(left);
        }
      }
    }

    private static boolean isLeftBehind(Path directory) {
      String name = directory.getFileName().toString();
      return name.matches("[0-9]+") && ProcessHandle.of(Long.parseLong(name)).isEmpty();
    }
  }

  /** A new, empty database of its own, in UTC, owned by a superuser. */
  public static DatabaseAddress create() {
    String name = newName();
    maintain("create database " + name, inUtc(name));
    return address(name);
  }

  /** A copy of a database that nobody is connected to. */
  public static DatabaseAddress copyOf(DatabaseAddress original) {
    String name = newName();
    maintain("create database %s template %s".formatted(name, name(original)), inUtc(name));
    return address(name);
  }

  /** Drops a database, whoever uses it, and puts a copy of another in its place. */
  public static void replace(DatabaseAddress database, DatabaseAddress by) {
    String name = name(database);
    maintain(
        "drop database %s with (force)".formatted(name),
        "create database %s template %s".formatted(name, name(by)),
        inUtc(name));
  }

  /** From now on, what is committed in a database outlives {@link #restart}. */
  public static void keepWhatIsCommitted(DatabaseAddress database) {
    maintain("alter database %s set synchronous_commit to on".formatted(name(database)));
  }

  /**
   * Restarts the server, as after a power cut. One that is not the tests' own only ends the
   * sessions of the database.
   */
  public static void restart(DatabaseAddress database) {
    Holder.SERVER
        .home()
        .ifPresentOrElse(
            PowerCut::restart,
            () ->
                maintain(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
                        .formatted(name(database))));
  }

  private static String newName() {
    return "test_%d_%d".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet());
  }

  private static String inUtc(String name) {
    return "alter database " + name + " set timezone to 'UTC'";
  }

  private static String name(DatabaseAddress address) {
    return address.url().substring(address.url().lastIndexOf('/') + 1);
  }

  private static DatabaseAddress address(String name) {
    Server server = Holder.SERVER;
    return new DatabaseAddress(
        server.baseUrl() + name,
        Optional.of(server.user()),
        Optional.of(new Secret(server.password())));
  }

  private static void maintain(String... statements) {
    execute(address("postgres"), statements);
  }

  /** Runs statements, each by itself. */
  public static void execute(DatabaseAddress address, String... statements) {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements) + ": " + e.getMessage(), e);
    }
  }

  /** The same database, for another role. */
  public static DatabaseAddress as(DatabaseAddress address, String user, String password) {
    return new DatabaseAddress(address.url(), Optional.of(user), Optional.of(new Secret(password)));
  }

  /** An open connection to such a database. */
  public static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(
        address.url(),
        address.user().orElseThrow(),
        address.password().map(Secret::reveal).orElse(""));
  }

  /** The rows of a query, each as its columns' texts joined by a bar. */
  public static List<String> rows(DatabaseAddress address, String sql) {
    try (Connection connection = connect(address);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        result.add(String.join("|", cells));
      }
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
