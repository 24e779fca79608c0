package org.businessmetrics.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.businessmetrics.cli.Terminal.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What somebody finds out who asks. */
class HelpTest {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "run",
          "backfill",
          "plan",
          "report",
          "deliver",
          "status",
          "health",
          "doctor",
          "explain",
          "docs",
          "export",
          "query");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Terminal terminal;

  @BeforeEach
  void sitDown() {
    terminal = new Terminal(Path.of(""), folder, "name: test\n");
  }

  @Test
  void namesEveryCommandAndEveryExitCode() {
    Answer help = terminal.type("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    COMMANDS.forEach(command -> assertThat(help.out()).contains("\n  " + command + " "));
    assertThat(help.out())
        .contains("0 done", "3 refused", "6 published", "64 usage", "65 source contract")
        .contains("70 internal", "71 disk", "75 try again", "78 configuration")
        .doesNotContain("warm-up");
  }

  @TestFactory
  Stream<DynamicTest> everyCommandSaysWhatItIsForWithAnExample() {
    return COMMANDS.stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command,
                    () -> {
                      Answer help = terminal.type(command, "--help");
                      assertThat(help.code()).isZero();
                      assertThat(help.out())
                          .startsWith("Usage: metrics " + command)
                          .contains("Examples:")
                          .contains("metrics " + command)
                          .contains("--quiet", "--verbose", "--json", "--job", "--now");
                    }));
  }

  @Test
  void everyOptionIsDescribed() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Session session = new Session(Path.of(""), Map.of(), nowhere, nowhere, false);
    CommandLine all = new CommandLine(new MetricsCommand(), new SessionFactory(session));
    for (Map.Entry<String, CommandLine> entry : all.getSubcommands().entrySet()) {
      assertThat(entry.getValue().getCommandSpec().usageMessage().description())
          .as(entry.getKey())
          .isNotEmpty();
      for (ArgSpec argument : entry.getValue().getCommandSpec().args()) {
        assertThat(String.join("", argument.description()))
            .as("%s %s", entry.getKey(), argument)
            .isNotBlank();
      }
    }
  }

  @Test
  void saysItsVersion() {
    Answer version = terminal.type("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).matches("(?s)metrics \\d+\\.\\d+\\.\\d+\\S*\\RJava \\d+.*");
  }

  @Test
  void writesACompletionForTheShell() {
    Answer completion = terminal.type("generate-completion");
    assertThat(completion.code()).isZero();
    assertThat(completion.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("_complete_metrics", "backfill", "--accept-loss");
  }

  @Test
  void asksNothingOfABrokenEnvironmentToShowHelp() {
    Answer help = terminal.with("METRICS_OUTPUT_PATH", "s3://bucket").type("run", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
  }
}
