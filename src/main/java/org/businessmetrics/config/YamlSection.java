package org.businessmetrics.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file while it is read: knows where each value stands and which keys anybody
 * asked for. What is wrong with a value is noted and the value counts as absent; {@link #build}
 * makes something of the values only when all of them were right.
 */
final class YamlSection {
  private final String prefix;
  private final int line;
  private final Problems problems;
  private final EnvironmentReferences references;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();
  private final int problemsBefore;

  private YamlSection(
      String prefix, Node node, Problems problems, EnvironmentReferences references) {
    this.prefix = prefix;
    this.line = lineOf(node);
    this.problems = problems;
    this.references = references;
    this.problemsBefore = problems.count();
    if (!(node instanceof MappingNode mapping)) {
      String what = prefix.isEmpty() ? "the file" : prefix.substring(0, prefix.length() - 1);
      problems.add(line, what + " must be a mapping of keys to values");
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (entries.putIfAbsent(key, entry) != null) {
        problems.add(lineOf(entry.getKeyNode()), "%s%s is given twice".formatted(prefix, key));
      }
    }
  }

  static YamlSection of(Node root, Problems problems, EnvironmentReferences references) {
    return new YamlSection("", root, problems, references);
  }

  /** The names of all keys that are there, for sections whose keys are data. */
  Set<String> keys() {
    return entries.keySet();
  }

  /**
   * A single value. {@code parse} throws {@link IllegalArgumentException} saying what the value
   * must be.
   */
  <T> Optional<T> value(String key, Function<String, T> parse) {
    return node(key).flatMap(node -> scalar(prefix + key, node, parse));
  }

  /** The same, where leaving the key out is a problem. */
  <T> Optional<T> required(String key, Function<String, T> parse) {
    if (!entries.containsKey(key)) {
      problems.add(line, "%s%s is missing".formatted(prefix, key));
    }
    return value(key, parse);
  }

  /** A list of single values; empty when the key is left out. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    List<Node> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      scalar("%s%s[%d]".formatted(prefix, key, i), items.get(i), Function.identity())
          .ifPresent(texts::add);
    }
    return texts;
  }

  /** A single value, or a list of them; empty when the key is left out. */
  <T> List<T> oneOrMore(String key, Function<String, T> parse) {
    Optional<Node> node = node(key);
    if (node.isEmpty() || !(node.get() instanceof SequenceNode sequence)) {
      return node.flatMap(one -> scalar(prefix + key, one, parse)).stream().toList();
    }
    List<T> values = new ArrayList<>();
    for (int i = 0; i < sequence.getValue().size(); i++) {
      scalar("%s%s[%d]".formatted(prefix, key, i), sequence.getValue().get(i), parse)
          .ifPresent(values::add);
    }
    if (sequence.getValue().isEmpty()) {
      refuse(key, "names none (leave the key out for its default)");
    }
    return values;
  }

  /** A mapping inside this one. */
  Optional<YamlSection> section(String key) {
    return node(key).map(node -> new YamlSection(prefix + key + ".", node, problems, references));
  }

  /** A list of mappings; empty when the key is left out. */
  List<YamlSection> sections(String key) {
    List<YamlSection> sections = new ArrayList<>();
    List<Node> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      String path = "%s%s[%d].".formatted(prefix, key, i);
      sections.add(new YamlSection(path, items.get(i), problems, references));
    }
    return sections;
  }

  /** A list whose items are single values or mappings; empty when the key is left out. */
  <T> List<T> items(
      String key, Function<String, T> parse, Function<YamlSection, Optional<T>> read) {
    List<T> all = new ArrayList<>();
    List<Node> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      String path = "%s%s[%d]".formatted(prefix, key, i);
      Optional<T> item =
          items.get(i) instanceof MappingNode
              ? read.apply(new YamlSection(path + ".", items.get(i), problems, references))
              : scalar(path, items.get(i), parse);
      item.ifPresent(all::add);
    }
    return all;
  }

  /** Notes a problem with the value of a key. */
  void refuse(String key, String message) {
    NodeTuple entry = entries.get(key);
    problems.add(entry == null ? line : lineOf(entry.getKeyNode()), prefix + key + " " + message);
  }

  /**
   * Ends the section: every key that nobody asked for is unknown. Makes the result when the section
   * has no problem; an {@link IllegalArgumentException}, whose message begins with a key, is one.
   */
  <T> Optional<T> build(Supplier<T> result) {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      if (!known.contains(entry.getKey())) {
        String hint = Suggestion.hint(entry.getKey(), known);
        refuse(
            entry.getKey(),
            "is no key here"
                + (hint.isEmpty() ? " (allowed: " + String.join(", ", known) + ")" : hint));
      }
    }
    if (problems.count() > problemsBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(result.get());
    } catch (IllegalArgumentException e) {
      String[] message = String.valueOf(e.getMessage()).split(" ", 2);
      refuse(message[0], message.length > 1 ? message[1] : "");
      return Optional.empty();
    }
  }

  private Optional<Node> node(String key) {
    known.add(key);
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.getValueNode().getTag().equals(Tag.NULL)) {
      refuse(key, "has no value (leave the key out for its default)");
      return Optional.empty();
    }
    return Optional.of(entry.getValueNode());
  }

  private List<Node> items(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    refuse(key, "must be a list, as in [one, two]");
    return List.of();
  }

  private <T> Optional<T> scalar(String path, Node node, Function<String, T> parse) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(lineOf(node), path + " must be a single value");
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(references.expand(scalar.getValue())));
    } catch (IllegalArgumentException e) {
      // The text as it stands in the file: what a variable holds may be secret.
      problems.add(
          lineOf(node), "%s is '%s' (%s)".formatted(path, scalar.getValue(), e.getMessage()));
      return Optional.empty();
    }
  }

  private static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
