package org.businessmetrics.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.demo.EmbeddedDatabase.Lifetime;
import org.businessmetrics.testing.MetricsProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {
  private static final Path DIRECTORY =
      Path.of("target", "embedded database of " + ProcessHandle.current().pid());

  @AfterEach
  void stop() {
    EmbeddedDatabase.stop(DIRECTORY);
  }

  @AfterAll
  static void delete() {
    EmbeddedDatabase.delete(DIRECTORY);
  }

  @Test
  void keepsItsDataFromOneStartToTheNext() throws Exception {
    try (EmbeddedDatabase first = EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS)) {
      first.createDatabase("app");
      execute(first.address("app"), "create table kept as select 42 as value");
    }
    assertThat(EmbeddedDatabase.attach(DIRECTORY)).isEmpty();
    try (EmbeddedDatabase second = EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS)) {
      assertThat(ask(second.address("app"), "select value from kept")).isEqualTo("42");
    }
  }

  @Test
  void replacesADatabaseOfTheSameName() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS)) {
      database.createDatabase("metrics");
      execute(database.address("metrics"), "create table old (id int)");
      database.createDatabase("metrics");
      assertThat(ask(database.address("metrics"), "select to_regclass('old')")).isEqualTo("null");
    }
  }

  @Test
  void listensOnLocalhostOnlyAndAsksForThePassword() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS)) {
      DatabaseAddress address = database.address("postgres");
      assertThat(ask(address, "show listen_addresses")).isEqualTo("localhost");
      assertThat(ask(address, "show unix_socket_directories")).isEmpty();
      assertThatThrownBy(() -> DriverManager.getConnection(address.url(), "postgres", "guessed"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void refusesASecondServerOnTheSameData() {
    try (EmbeddedDatabase first = EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS)) {
      assertThatThrownBy(() -> EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.TRY_AGAIN))
          .hasMessageContaining("port " + first.port())
          .hasMessageContaining("metrics demo --stop");
    }
  }

  @Test
  void outlivesTheProcessThatStartedItToBeKept() throws Exception {
    Process starter = startInAnotherProcess(Lifetime.KEEP);
    starter.destroy();
    assertThat(starter.waitFor(1, TimeUnit.MINUTES)).isTrue();

    EmbeddedDatabase attached = EmbeddedDatabase.attach(DIRECTORY).orElseThrow();
    assertThat(ask(attached.address("postgres"), "select 1")).isEqualTo("1");
    attached.close();
    assertThat(EmbeddedDatabase.attach(DIRECTORY)).isPresent();
    assertThat(EmbeddedDatabase.stop(DIRECTORY)).isTrue();
    assertThat(EmbeddedDatabase.stop(DIRECTORY)).isFalse();
  }

  @Test
  void stopsWhenTheProcessThatStartedItIsTerminated() throws Exception {
    Process starter = startInAnotherProcess(Lifetime.PROCESS);
    assertThat(EmbeddedDatabase.attach(DIRECTORY)).isPresent();
    starter.destroy();
    assertThat(starter.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(EmbeddedDatabase.attach(DIRECTORY)).isEmpty();
  }

  @Test
  void ignoresWhatAKilledServerLeftBehind() throws Exception {
    EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS).close();
    long notAServer = ProcessHandle.current().pid();
    Files.writeString(
        DIRECTORY.resolve("data").resolve("postmaster.pid"),
        "%d%n/somewhere%n1700000000%n5432%n%nlocalhost%n%nready%n".formatted(notAServer));
    assertThat(EmbeddedDatabase.attach(DIRECTORY)).isEmpty();
    assertThat(EmbeddedDatabase.stop(DIRECTORY)).isFalse();
    Files.delete(DIRECTORY.resolve("data").resolve("postmaster.pid"));
  }

  @Test
  void saysWhereTheLogIsWhenTheServerDoesNotStart() throws Exception {
    EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS).close();
    Path control = DIRECTORY.resolve("data").resolve("global").resolve("pg_control");
    Path away = control.resolveSibling("pg_control.away");
    Files.move(control, away);
    try {
      assertThatThrownBy(() -> EmbeddedDatabase.start(DIRECTORY, Lifetime.PROCESS))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.SYSTEM))
          .hasMessageContaining("postgresql.log");
    } finally {
      Files.move(away, control);
    }
  }

  /** Starts the server, says so, and waits to be ended. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws IOException {
      EmbeddedDatabase.start(Path.of(arguments[0]), Lifetime.valueOf(arguments[1]));
      System.out.println("ready");
      int end = System.in.read();
      System.exit(end);
    }
  }

  private static Process startInAnotherProcess(Lifetime lifetime) throws IOException {
    Process process =
        new ProcessBuilder(
                MetricsProcess.line(
                    List.of(), Starter.class, DIRECTORY.toString(), lifetime.name()))
            .redirectErrorStream(true)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("ready")) {
        return process;
      }
      said.append(line).append('\n');
    }
    throw new IOException("The other process ended early: " + said);
  }

  private static void execute(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection = EmbeddedDatabase.connect(address)) {
      connection.createStatement().execute(sql);
    }
  }

  private static String ask(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection = EmbeddedDatabase.connect(address);
        ResultSet row = connection.createStatement().executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return String.valueOf(row.getString(1));
    }
  }
}
