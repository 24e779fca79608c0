package org.businessmetrics.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.businessmetrics.config.DatabaseAddress;
import org.businessmetrics.demo.EmbeddedDatabase;
import org.businessmetrics.testing.MetricsProcess;
import org.businessmetrics.testing.TestDatabase;

/**
 * A server of its own with a database on a disk of 64 MB, which is filled on request. The server's
 * own files and its log of changes lie elsewhere.
 */
final class SmallDisk implements AutoCloseable {
  private static final String DATABASE = "small";
  private static final String DONE = "done";
  private static final int MEGABYTE = 1 << 20;

  private final Process server;
  private final PrintStream requests;
  private final BufferedReader answers;
  private final DatabaseAddress database;

  private SmallDisk(Process server, Path folder) throws IOException {
    this.server = server;
    this.requests = new PrintStream(server.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    awaitDone();
    this.database = EmbeddedDatabase.attach(serverIn(folder)).orElseThrow().address(DATABASE);
  }

  /** Mounts the disk where only the server sees it, and makes the database. */
  static SmallDisk in(Path folder) throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    List<String> line = new ArrayList<>(RunAssert.WITH_MOUNTS_OF_ITS_OWN);
    line.addAll(
        List.of(
            """
            mount -t tmpfs -o size=64m disk "$0" && chmod 700 "$0" && exec "$@"
            """,
            disk.toString()));
    line.addAll(MetricsProcess.line(List.of("-Xmx64m"), SmallDisk.class, folder.toString()));
    Process server =
        new ProcessBuilder(line).redirectError(folder.resolve("server.log").toFile()).start();
    return new SmallDisk(server, folder);
  }

  DatabaseAddress database() {
    return database;
  }

  /** Fills the disk up to so many kilobytes. */
  void leave(int kilobytes) throws IOException {
    requests.println(kilobytes);
    awaitDone();
  }

  private void awaitDone() throws IOException {
    String answer = answers.readLine();
    if (!DONE.equals(answer)) {
      throw new IOException("The server's process said: " + answer);
    }
  }

  /** Stops the server, and with it goes the disk. */
  @Override
  public void close() {
    requests.close();
    server.onExit().join();
  }

  /** Serves, and fills its disk, until its input ends. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path disk = folder.resolve("disk");
    try (EmbeddedDatabase server =
            EmbeddedDatabase.start(serverIn(folder), EmbeddedDatabase.Lifetime.PROCESS);
        BufferedReader requests =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      TestDatabase.execute(
          server.address("postgres"),
          "create tablespace small location '%s'".formatted(disk.toAbsolutePath()),
          "create database %s tablespace small".formatted(DATABASE));
      System.out.println(DONE);
      for (String line = requests.readLine(); line != null; line = requests.readLine()) {
        fill(disk.resolve("filled"), Integer.parseInt(line));
        System.out.println(DONE);
      }
    }
  }

  private static void fill(Path file, int kilobytesLeft) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long free = Files.getFileStore(file).getUsableSpace() - kilobytesLeft * 1024L;
      for (long left = free; left > 0; left -= MEGABYTE) {
        channel.write(ByteBuffer.allocate((int) Math.min(left, MEGABYTE)));
      }
    }
  }

  private static Path serverIn(Path folder) {
    return folder.resolve("server");
  }
}
