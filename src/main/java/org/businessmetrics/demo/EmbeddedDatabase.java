package org.businessmetrics.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.businessmetrics.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that needs no installation: programs, data, log and password lie in one directory of
 * the caller's, and nothing anywhere else. It listens on localhost only and asks for a password, so
 * that other users of the machine stay out. Made for data that can be made again: it does not wait
 * for the disk, and a power cut may cost the data.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** How long the server lives. */
  public enum Lifetime {
    /** Until {@link #close()}, or until this JVM ends, also on SIGTERM and Ctrl-C. */
    PROCESS,
    /** Until {@link #stop}, whatever becomes of this JVM. */
    KEEP
  }

  private static final String USER = "postgres";
  private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** Memory mapped files instead of /dev/shm, which is tiny in containers; no socket in /tmp. */
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("listen_addresses", "localhost"),
              Map.entry("unix_socket_directories", ""),
              Map.entry("dynamic_shared_memory_type", "mmap"),
              Map.entry("timezone", "UTC"),
              Map.entry("max_connections", "200"),
              Map.entry("fsync", "off"),
              Map.entry("full_page_writes", "off"),
              Map.entry("synchronous_commit", "off"),
              Map.entry("wal_level", "minimal"),
              Map.entry("max_wal_senders", "0"),
              Map.entry("max_wal_size", "4GB"),
              Map.entry("checkpoint_timeout", "30min"),
              Map.entry("shared_buffers", "256MB"),
              Map.entry("maintenance_work_mem", "256MB")));

  private final Path directory;
  private final int port;
  private final Secret password;
  private @Nullable Thread stopAtExit;

  private EmbeddedDatabase(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    this.password = new Secret(Files.readString(passwordFile(directory)).strip());
  }

  /**
   * Starts a server on the data of {@code directory}, which is made when there is none. The first
   * start in a directory takes some seconds, later ones less than one.
   *
   * @throws Failure (try again) when one is running there already, (system) when it does not start
   */
  public static EmbeddedDatabase start(Path directory, Lifetime lifetime) {
    Path home = directory.toAbsolutePath().normalize();
    RunningServer.in(dataIn(home))
        .ifPresent(
            running -> {
              throw new Failure(
                  ExitCode.TRY_AGAIN,
                  "A sample database is running in %s (process %d, port %d).%nStop it first: metrics demo --stop"
                      .formatted(directory, running.processId(), running.port()));
            });
    try {
      requireOwn(dataIn(home));
      PostgresBinaries binaries = PostgresBinaries.unpackedIn(programsIn(home));
      if (!Files.isDirectory(dataIn(home))) {
        initialize(home, binaries);
      }
      int port = freePort();
      binaries.run("pg_ctl", startArguments(home, port));
      EmbeddedDatabase database = new EmbeddedDatabase(home, port);
      if (lifetime == Lifetime.PROCESS) {
        Thread stopAtExit = new Thread(() -> stop(home), "stop-embedded-postgresql");
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        database.stopAtExit = stopAtExit;
      }
      return database;
    } catch (AccessDeniedException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "No permission to write %s: run as a user who may, or in a copy of this directory"
              .formatted(e.getFile()),
          e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "The sample database in %s did not start (%s).%nIts log is %s; deleting the directory starts afresh."
              .formatted(directory, e.getMessage(), logIn(home)),
          e);
    }
  }

  /** The server that runs in {@code directory}, if one does. Closing it leaves it running. */
  public static Optional<EmbeddedDatabase> attach(Path directory) {
    Path home = directory.toAbsolutePath().normalize();
    Optional<RunningServer> running = RunningServer.in(dataIn(home));
    try {
      return running.isEmpty()
          ? Optional.empty()
          : Optional.of(new EmbeddedDatabase(home, running.get().port()));
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "The sample database in %s runs, but its password cannot be read: %s (run as the user who started it)"
              .formatted(directory, passwordFile(home)),
          e);
    }
  }

  /**
   * Stops the server that runs in {@code directory}, disconnecting whoever uses it.
   *
   * @return whether one ran
   */
  public static boolean stop(Path directory) {
    Path home = directory.toAbsolutePath().normalize();
    if (RunningServer.in(dataIn(home)).isEmpty()) {
      return false;
    }
    try {
      PostgresBinaries.unpackedIn(programsIn(home))
          .run("pg_ctl", List.of("stop", "-D", dataIn(home).toString(), "-m", "fast", "-w"));
      return true;
    } catch (IOException e) {
      if (RunningServer.in(dataIn(home)).isEmpty()) {
        return true; // somebody else stopped it meanwhile
      }
      throw new Failure(
          ExitCode.SYSTEM,
          "The sample database in %s did not stop (%s): run as the user who started it"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /** Removes everything in {@code directory}, programs and data; stops a server that runs there. */
  public static void delete(Path directory) {
    stop(directory);
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not delete the sample database in %s: %s".formatted(directory, e.getMessage()),
          e);
    }
  }

  /** Makes an empty database of that name; one that is there already is dropped. */
  public void createDatabase(String name) {
    requireValid(name);
    DatabaseAddress maintenance = address("postgres");
    try (Connection connection = connect(maintenance);
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new Failure(
          ExitCode.SYSTEM,
          "Could not make the database %s in %s: %s".formatted(name, directory, e.getMessage()),
          e);
    }
  }

  /** Where the database of that name is, for its superuser. */
  public DatabaseAddress address(String name) {
    requireValid(name);
    return new DatabaseAddress(
        "jdbc:postgresql://localhost:%d/%s".formatted(port, name),
        Optional.of(USER),
        Optional.of(password));
  }

  /** The port on localhost. */
  public int port() {
    return port;
  }

  /** Stops the server if it was started for this process; otherwise does nothing. */
  @Override
  public void close() {
    if (stopAtExit == null) {
      return;
    }
    stop(directory);
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      return; // the JVM is ending: the hook runs anyway and finds nothing to stop
    }
    stopAtExit = null;
  }

  static Connection connect(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(
        address.url(),
        address.user().orElse(USER),
        address.password().map(Secret::reveal).orElse(""));
  }

  private static void initialize(Path home, PostgresBinaries binaries) throws IOException {
    // Under another name until it is whole: a first start that is cut short leaves nothing behind.
    Path partial = home.resolve("data.partial");
    Directories.delete(partial);
    Path password = passwordFile(home);
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    Files.writeString(password, HexFormat.of().formatHex(random));
    binaries.run(
        "initdb",
        List.of(
            "-D",
            partial.toString(),
            "--username=" + USER,
            "--pwfile=" + password,
            "--auth=scram-sha-256",
            // A random password needs no stretching, and each connection would pay for it.
            "--set=scram_iterations=1",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
    Files.move(partial, dataIn(home));
  }

  /** PostgreSQL wants to own its data; saying so here is kinder than what it says. */
  private static void requireOwn(Path data) throws IOException {
    String user = System.getProperty("user.name", "");
    if (Files.exists(data) && !Files.getOwner(data).getName().equals(user)) {
      throw new Failure(
          ExitCode.SYSTEM,
          "The sample database in %s belongs to %s, not to %s: run as that user, or delete it as that user"
              .formatted(data.getParent(), Files.getOwner(data).getName(), user));
    }
  }

  private static List<String> startArguments(Path home, int port) {
    StringBuilder options = new StringBuilder("-p ").append(port);
    SETTINGS.forEach(
        (name, value) -> options.append(" -c ").append(name).append('=').append(value));
    return List.of(
        "start",
        "-D",
        dataIn(home).toString(),
        "-l",
        logIn(home).toString(),
        "-w",
        "-t",
        "90",
        "-o",
        options.toString());
  }

  private static void requireValid(String name) {
    if (!DATABASE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid database name: '%s' (must match %s)".formatted(name, DATABASE_NAME));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path programsIn(Path home) {
    return home.resolve("programs");
  }

  private static Path dataIn(Path home) {
    return home.resolve("data");
  }

  private static Path logIn(Path home) {
    return home.resolve("postgresql.log");
  }

  private static Path passwordFile(Path home) {
    return home.resolve("password");
  }
}
