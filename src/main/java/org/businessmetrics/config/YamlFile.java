package org.businessmetrics.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** From a YAML file to its nodes. */
final class YamlFile {
  private YamlFile() {}

  /**
   * The file's root; what is wrong with the file as a whole is a {@link Failure} at once.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION}
   */
  static Node parse(Path file, Problems problems) {
    try {
      Node root =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .compose(new StringReader(Files.readString(file)));
      if (root == null) {
        problems.add(1, "the file is empty");
        problems.throwIfAny();
      }
      return root;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s:%d: no valid YAML: %s".formatted(file, line, e.getProblem()),
          e);
    } catch (CharacterCodingException e) {
      throw new Failure(ExitCode.CONFIGURATION, file + " is not UTF-8; save it as UTF-8", e);
    } catch (IOException | YAMLException e) {
      throw new Failure(
          ExitCode.CONFIGURATION, "Could not read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
