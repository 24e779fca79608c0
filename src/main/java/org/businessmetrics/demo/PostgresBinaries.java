package org.businessmetrics.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs that come as a jar, unpacked once under a directory of the caller's. */
final class PostgresBinaries {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /** Unpacks them below {@code directory}; later calls find them there. */
  static PostgresBinaries unpackedIn(Path directory) throws IOException {
    byte[] archive = archive();
    Path home = directory.resolve("postgresql-" + fingerprint(archive));
    if (!Files.isDirectory(home)) {
      Files.createDirectories(directory);
      Path partial = Files.createTempDirectory(directory, "unpacking-");
      unpack(archive, partial);
      moveInPlace(partial, home);
    }
    return new PostgresBinaries(home);
  }

  /**
   * Runs one of the programs and waits for it. Its output is the failure's text.
   *
   * @throws IOException when it ends with another code than 0
   */
  void run(String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      // PostgreSQL refuses the user id 0; in a user namespace of its own root has another one.
      requireUserNamespaces();
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (waitFor(process) != 0) {
      throw new IOException(program + ": " + lastLine(output));
    }
  }

  private static void requireUserNamespaces() {
    boolean usable;
    try {
      Process process =
          new ProcessBuilder("unshare", "-U", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      usable = waitFor(process) == 0;
    } catch (IOException e) {
      usable = false;
    }
    if (!usable) {
      throw new Failure(
          ExitCode.SYSTEM,
          "PostgreSQL does not run as root, and 'unshare -U', the way around it, is not permitted or"
              + " not installed here.\nRun the same command as a normal user, in a copy of this"
              + " directory that the user may write.");
    }
  }

  private static int waitFor(Process process) throws IOException {
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("No answer within 2 minutes");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private static String lastLine(String output) {
    return output.strip().lines().reduce("no output", (first, second) -> second);
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    String name =
        "/postgres-%s-%s.txz"
            .formatted(
                system.startsWith("mac") ? "darwin" : system,
                machine.equals("aarch64") ? "arm_64" : "x86_64");
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new Failure(
            ExitCode.SYSTEM,
            "No PostgreSQL comes with this build for %s on %s (there is one for Linux on amd64 and aarch64).%n"
                    .formatted(system, machine)
                + "Run it there, or point METRICS_SOURCE_URL and METRICS_DATABASE_URL at a server.");
      }
      return resource.readAllBytes();
    }
  }

  private static String fingerprint(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static void unpack(byte[] archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException("The archive reaches outside: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }

  /** Whoever is first wins; the other's copy is the same. */
  private static void moveInPlace(Path partial, Path home) throws IOException {
    Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Directories.delete(partial);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IllegalStateException("Both lie in the same directory", e);
    }
  }
}
