package org.businessmetrics.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.businessmetrics.config.Suggestion;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody reads who mistyped: what is wrong, what was meant, where to look. */
final class Misuse {
  private Misuse() {}

  static String message(ParameterException thrown) {
    CommandSpec command = thrown.getCommandLine().getCommandSpec();
    String said = String.valueOf(thrown.getMessage()).replaceFirst("^Error: ", "");
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      said = unmatched(unmatched.getUnmatched(), command);
    }
    return "%s%nTry: %s --help".formatted(said, command.qualifiedName());
  }

  private static String unmatched(List<String> arguments, CommandSpec command) {
    String first = arguments.get(0);
    if (first.startsWith("-")) {
      List<String> known = command.optionsMap().keySet().stream().toList();
      String name = first.replaceFirst("=.*", "");
      return "Unknown option: '%s'%s".formatted(name, Suggestion.hint(name, known));
    }
    if (command.subcommands().isEmpty()) {
      return "%s takes no argument '%s'".formatted(command.qualifiedName(), first);
    }
    List<String> known =
        command.subcommands().entrySet().stream()
            .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
            .map(entry -> entry.getKey())
            .toList();
    return "Unknown command: '%s'%s; there are %s"
        .formatted(
            first,
            Suggestion.hint(first, known),
            known.stream().sorted().collect(Collectors.joining(", ")));
  }
}
