package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher with a Java and a Maven that only say what they were asked for, in a clone whose
 * path has a space in it.
 */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "cksum",
          "cut",
          "dirname",
          "find",
          "flock",
          "head",
          "id",
          "mkdir",
          "mv",
          "nice",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "sync",
          "tail",
          "touch");

  private final Path root;
  private final Path home;
  private final Path bin;

  LauncherTest(@TempDir Path root) {
    this.root = root;
    this.home = root.resolve("a clone");
    this.bin = root.resolve("bin");
  }

  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void clonesTheProject() throws Exception {
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(bin);
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("src/main/Main.java"), "class Main {}");
    Files.copy(Path.of("metrics"), home.resolve("metrics"));
    executable(home.resolve("metrics"));
    for (String tool : TOOLS) {
      Path there = Path.of("/usr/bin", tool);
      script(
          bin.resolve(tool),
          "exec %s \"$@\"\n".formatted(Files.exists(there) ? there : "/bin/" + tool));
    }
    script(
        bin.resolve("mvn"),
        """
        echo built >>"$PWD/builds"
        mkdir -p target/lib
        echo "compiling $*"
        [[ ! -e broken ]] || exit 1
        touch target/metrics.jar
        """);
    installJava("17.0.15");
  }

  @Test
  void buildsOnTheFirstStartAndSaysSoInOneLine() throws Exception {
    Outcome first = metrics("plan", "two words");
    assertThat(first.err()).isEqualTo("Building (first start or changed sources) …\n");
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .endsWith("-jar|%s/target/metrics.jar|plan|two words|\n".formatted(home));
    assertThat(Files.readString(home.resolve("target/build.log")))
        .isEqualTo("compiling -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true package\n");

    Outcome second = metrics("plan");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceChanged() throws Exception {
    metrics("plan");
    Files.setLastModifiedTime(
        home.resolve("src/main/Main.java"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(metrics("plan").err()).startsWith("Building");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void takesTheBuildThatMavenMadeByHand() throws Exception {
    Files.createDirectories(home.resolve("target/lib"));
    Files.createFile(home.resolve("target/metrics.jar"));
    assertThat(metrics("plan").err()).isEmpty();
    assertThat(home.resolve("builds")).doesNotExist();
  }

  @Test
  void showsTheEndOfTheLogWhenTheBuildFails() throws Exception {
    Files.createFile(home.resolve("broken"));
    Outcome outcome = metrics("plan");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERNAL.code());
    assertThat(outcome.err())
        .contains("compiling -q")
        .endsWith(
            "metrics: the build failed; all of its output is in %s/target/build.log\n"
                .formatted(home));
    Files.delete(home.resolve("broken"));
    assertThat(metrics("plan").exitCode()).isZero();
  }

  @Test
  void neverBuildsWhereASchedulesSaysSo() throws Exception {
    Outcome outcome = start(Map.of("METRICS_BUILD", "never"), "run").join();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(outcome.err()).contains("there is no build").contains("METRICS_BUILD=never");
    assertThat(home.resolve("builds")).doesNotExist();
    metrics("plan");
    Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(start(Map.of("METRICS_BUILD", "never"), "run").join().exitCode()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsOnceWhenTwoStartAtOnce() throws Exception {
    Running one = start(Map.of(), "plan");
    Running other = start(Map.of(), "plan");
    assertThat(one.join().exitCode()).isZero();
    assertThat(other.join().exitCode()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void leavesTheBuildOfARunningCommandAlone() throws Exception {
    metrics("plan");
    Running running = start(Map.of(), "wait");
    await().until(() -> Files.exists(home.resolve("waiting")));
    Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
    Outcome beside = metrics("plan");
    assertThat(beside.exitCode()).isZero();
    assertThat(beside.err())
        .isEqualTo(
            "metrics: the sources changed, but a run is using the build: running it as it is\n");
    Files.delete(home.resolve("waiting"));
    assertThat(running.join().exitCode()).isZero();
    assertThat(metrics("plan").err()).startsWith("Building");
  }

  @Test
  void saysWhatToInstallWithoutJava() throws Exception {
    Files.delete(bin.resolve("java"));
    Outcome outcome = metrics("plan");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(outcome.err())
        .startsWith("metrics: no Java found (neither JAVA_HOME nor PATH has one)")
        .contains("apt-get install openjdk-17-jdk-headless maven");
  }

  @Test
  void saysWhatToInstallWhenJavaIsTooOld() throws Exception {
    installJava("1.8.0_402");
    assertThat(metrics("plan").err())
        .startsWith(
            "metrics: %s is Java 8; Java 17 or later is needed".formatted(bin.resolve("java")));
    installJava("11.0.2");
    assertThat(metrics("plan").err()).contains("is Java 11;");
  }

  @Test
  void saysWhatToInstallWithoutMavenOrACompiler() throws Exception {
    Files.delete(bin.resolve("mvn"));
    Outcome outcome = metrics("plan");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(outcome.err()).contains("there is no mvn").contains("apt-get install maven");
    script(bin.resolve("mvn"), "exit 0\n");
    Files.delete(root.resolve("jdk/bin/javac"));
    assertThat(metrics("plan").err())
        .contains("comes without a compiler")
        .contains("apt-get install openjdk-17-jdk-headless");
  }

  @Test
  void prefersAJavaHomeThatIsNewEnough() throws Exception {
    installJava("11.0.2");
    Path other = root.resolve("jdk25");
    installJava(other, "25");
    Outcome outcome = start(Map.of("JAVA_HOME", other.toString()), "plan").join();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).contains("--sun-misc-unsafe-memory-access=allow|");
  }

  @Test
  void passesOptionsOnAndSetsAHeapOnlyWhereNobodyDid() throws Exception {
    assertThat(metrics("plan").out())
        .contains("|-Xmx4g|")
        .contains("|-XX:TieredStopAtLevel=1|")
        .contains("|-Dmetrics.home=%s|".formatted(home))
        .doesNotContain("sun-misc-unsafe");
    assertThat(start(Map.of("METRICS_JAVA_OPTS", "-Xmx9g -Dx=y"), "backfill").join().out())
        .contains("|-Xmx9g|-Dx=y|-jar|")
        .doesNotContain("-Xmx4g")
        .doesNotContain("TieredStopAtLevel");
  }

  @Test
  void worksThroughALinkAndHandsTheExitCodeOn() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("metrics"), Path.of("a clone/metrics"));
    Path linkToIt = Files.createSymbolicLink(bin.resolve("m"), link);
    Outcome outcome = new Running(linkToIt, Map.of(), "exit", "75").join();
    assertThat(outcome.exitCode()).isEqualTo(75);
    assertThat(outcome.out()).contains("|-Dmetrics.home=%s|".formatted(home));
  }

  @Test
  void isReplacedByJavaSoThatSignalsReachIt() throws Exception {
    metrics("plan");
    Running running = start(Map.of(), "wait");
    await().until(() -> Files.exists(home.resolve("waiting")));
    assertThat(Files.readString(home.resolve("waiting")).strip())
        .isEqualTo(Long.toString(running.process.pid()));
    running.process.destroy();
    assertThat(running.join().exitCode()).isEqualTo(ExitCode.CANCELLED.code());
  }

  @Test
  void makesTheClassArchiveOnceTheFirstCommandIsOver() throws Exception {
    Outcome first = start(Map.of("CI", ""), "plan").join();
    assertThat(first.out()).doesNotContain("SharedArchiveFile");
    await().atMost(Duration.ofSeconds(20)).until(() -> archives().size() == 1);
    Path archive = archives().get(0);
    assertThat(Files.readString(archive)).contains("|-jar|").endsWith("|warm-up|\n");
    assertThat(metrics("plan").out()).contains("|-XX:SharedArchiveFile=%s|".formatted(archive));
    await()
        .untilAsserted(
            () ->
                assertThat(names(home.resolve("target")))
                    .containsExactlyInAnyOrder(
                        "build.lock",
                        "build.log",
                        "built",
                        archive.getFileName().toString(),
                        "lib",
                        "metrics.jar",
                        "use.lock"));
  }

  @Test
  void makesNoArchiveInContinuousIntegrationOrSchedules() throws Exception {
    metrics("plan");
    start(Map.of("CI", "", "METRICS_BUILD", "never"), "plan").join();
    assertThat(names(home.resolve("target"))).noneMatch(name -> name.startsWith("classes-"));
  }

  private List<Path> archives() throws IOException {
    List<Path> archives = new ArrayList<>();
    for (String name : names(home.resolve("target"))) {
      if (name.endsWith(".jsa")) {
        archives.add(home.resolve("target").resolve(name));
      }
    }
    return archives;
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void installJava(String version) throws IOException {
    installJava(root.resolve("jdk"), version);
    Files.deleteIfExists(bin.resolve("java"));
    Files.createSymbolicLink(bin.resolve("java"), root.resolve("jdk/bin/java"));
  }

  /** Prints its arguments, writes the archive it is asked for, waits or exits on request. */
  private void installJava(Path jdk, String version) throws IOException {
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    script(jdk.resolve("bin/javac"), "exit 0\n");
    script(
        jdk.resolve("bin/java"),
        """
        printf '%%s|' "$@"; echo
        for argument; do
          case $argument in
            -XX:ArchiveClassesAtExit=*) printf '%%s|' "$@" >"${argument#*=}"; echo >>"${argument#*=}" ;;
            wait) echo $$ >'%1$s/new'; mv '%1$s/new' '%1$s/waiting'
              while [[ -e '%1$s/waiting' ]]; do sleep 0.05; done ;;
            exit) exit "${@: -1}" ;;
          esac
        done
        """
            .formatted(home));
  }

  private int builds() throws IOException {
    return Files.readAllLines(home.resolve("builds")).size();
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + body);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome metrics(String... arguments) throws Exception {
    return start(Map.of(), arguments).join();
  }

  private Running start(Map<String, String> environment, String... arguments) throws IOException {
    return new Running(home.resolve("metrics"), environment, arguments);
  }

  /** A launcher at work, away from the project, with nothing of this machine's environment. */
  private final class Running {
    private final Path out = Files.createTempFile(root, "out", ".txt");
    private final Path err = Files.createTempFile(root, "err", ".txt");
    private final Process process;

    Running(Path launcher, Map<String, String> environment, String... arguments)
        throws IOException {
      List<String> command = new ArrayList<>(List.of(launcher.toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().put("PATH", bin.toString());
      builder.environment().put("CI", "true");
      builder.environment().putAll(environment);
      process = builder.start();
    }

    Outcome join() throws Exception {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("The launcher did not end: " + Files.readString(err));
      }
      return new Outcome(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }
  }
}
