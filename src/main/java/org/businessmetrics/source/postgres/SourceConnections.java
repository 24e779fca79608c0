package org.businessmetrics.source.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.Secret;
import org.postgresql.Driver;

/** Opens connections to the source: read-only, in UTC, and never waiting for ever to connect. */
public final class SourceConnections {
  // One instant must outlive hours of reading, whatever limits the role has for idle transactions.
  private static final String SETTINGS =
      """
      set time zone 'UTC'; set datestyle to 'ISO, YMD'; set standard_conforming_strings to on;
      set default_transaction_read_only to on;
      set tcp_keepalives_idle to 60; set tcp_keepalives_interval to 10; set tcp_keepalives_count to 6;
      select set_config(name, '0', false) from pg_catalog.pg_settings
      where name in ('idle_in_transaction_session_timeout', 'transaction_timeout')
      """;

  private SourceConnections() {}

  /** A new connection, outside any transaction. */
  public static Connection open(DatabaseAddress address, String applicationName)
      throws SQLException {
    Properties properties = new Properties();
    address.user().ifPresent(user -> properties.setProperty("user", user));
    address.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    properties.setProperty("ApplicationName", applicationName);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "20");
    properties.setProperty("tcpKeepAlive", "true");
    // A row's values in an error's detail would end up in logs.
    properties.setProperty("logServerErrorDetail", "false");
    // DriverManager does not see drivers of the class loaders that Spark's executors make.
    Connection connection = new Driver().connect(address.url(), properties);
    if (connection == null) {
      throw new SQLException("No PostgreSQL address: " + address.display(), "08001");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection inside a read-only transaction that sees exactly the exported snapshot. */
  public static Connection openIn(
      String exportedSnapshot, DatabaseAddress address, String applicationName)
      throws SQLException {
    Connection connection = open(address, applicationName);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set transaction isolation level repeatable read, read only");
      statement.execute("set transaction snapshot " + SourceSql.literal(exportedSnapshot));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
