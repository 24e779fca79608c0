package org.businessmetrics.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Secret;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;

/**
 * The pipeline's database and the statements that belong to it: opens connections, reads {@code
 * sql/store}, and turns what the server says into errors that an operator can act on.
 */
public final class Store {
  private static final String OPTIONS =
      "-c timezone=UTC -c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6";

  private final Path home;
  private final DatabaseAddress address;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Map<String, String> statements = new ConcurrentHashMap<>();

  /**
   * @param home the project's directory, which holds {@code sql/}
   */
  public Store(Path home, DatabaseAddress address) {
    this.home = home;
    this.address = address;
  }

  public DatabaseAddress address() {
    return address;
  }

  /**
   * A new connection, in autocommit and UTC; the caller closes it. No firewall takes it for idle,
   * and two minutes after this machine is gone the server has noticed, and gives its locks free.
   *
   * @param purpose shown to administrators in {@code pg_stat_activity}, at most 63 characters
   * @throws Failure naming what to do: wrong password or missing database 78, unreachable 75
   */
  public Connection connect(String purpose) {
    Properties properties = new Properties();
    address.user().ifPresent(user -> properties.setProperty("user", user));
    address.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    properties.setProperty("ApplicationName", purpose);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("options", OPTIONS);
    try {
      Connection connection = DriverManager.getConnection(address.url(), properties);
      open.removeIf(Store::isClosed);
      open.add(connection);
      return connection;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Asks the server to cancel whatever this process has it do at the moment, so that a run that was
   * told to stop stops within seconds.
   */
  public void cancelStatements() {
    open.removeIf(Store::isClosed);
    open.forEach(Store::cancel);
  }

  private static void cancel(Connection connection) {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException closedMeanwhile) {
      // Then it does nothing any more, which is what was asked for.
    }
  }

  /**
   * A statement of {@code sql/store}, without its placeholders filled.
   *
   * @param name the file's name without {@code .sql}
   */
  public String sql(String name) {
    return statements.computeIfAbsent(name, this::read);
  }

  /** A statement of {@code sql/store} with every {@code {placeholder}} filled. */
  public String sql(String name, Map<String, String> values) {
    return Placeholders.fill(sql(name), values);
  }

  /** What the operator reads when the database said no; see {@link DatabaseErrors}. */
  public Failure failure(SQLException error) {
    return DatabaseErrors.failure(address, error);
  }

  /** The same for what Jdbi makes of it; anything else is returned as it is. */
  public RuntimeException failure(JdbiException error) {
    return error.getCause() instanceof SQLException cause ? failure(cause) : error;
  }

  /** Whether it says that the server was not reached, or is gone. */
  public static boolean isConnectionLost(JdbiException error) {
    return error.getCause() instanceof SQLException cause && DatabaseErrors.isConnectionLost(cause);
  }

  private String read(String name) {
    Path file = home.resolve("sql").resolve("store").resolve(name + ".sql");
    try {
      return Files.readString(file, StandardCharsets.UTF_8).replaceAll("(?m)^ *--.*\\n", "");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Could not read %s: the installation is not complete. Check it out again."
              .formatted(file),
          e);
    }
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }
}
