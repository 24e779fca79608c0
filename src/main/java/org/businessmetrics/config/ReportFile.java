package org.businessmetrics.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.businessmetrics.calendar.Period;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What a run knows of a report's file before it draws it. What is drawn is read by others.
 *
 * @param path the file
 * @param name begins the names of the files that are drawn
 * @param period whose last day the report is about
 * @param delivery to whom it is mailed; empty: it is drawn only
 */
public record ReportFile(Path path, String name, Period period, Optional<Delivery> delivery) {
  private static final String DELIVERY = "delivery";

  /**
   * Reads the file, and checks its key {@code delivery} against the operator's rules where the job
   * mails at all.
   *
   * @throws Failure {@link ExitCode#CONFIGURATION} with every problem, one a line
   */
  public static ReportFile load(Path path, Optional<Mail> mail, Map<String, String> environment) {
    Problems problems = new Problems(path);
    Node root = YamlFile.parse(path, problems);
    YamlSection file = YamlSection.of(root, problems, new EnvironmentReferences(environment));
    Optional<String> name = file.value("name", Function.identity());
    Optional<Period> period = file.value("period", Parse.oneOf(Period.class));
    Optional<Delivery> delivery =
        mail.flatMap(rules -> file.section(DELIVERY).flatMap(new DeliveryFile(rules)::delivery));
    Period made = period.orElse(Period.DAILY);
    delivery.stream()
        .flatMap(one -> one.recipients().stream())
        .filter(one -> made != Period.DAILY && one.when().of(made) != made)
        .forEach(
            one ->
                file.refuse(
                    DELIVERY,
                    "sends to %s %s, and the report is made %s (leave when out)"
                        .formatted(one.to(), word(one.when()), word(made))));
    problems.throwIfAny();
    return new ReportFile(path, name.orElse(withoutEnding(path)), made, delivery);
  }

  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  /** The report's name in the outbox: that of its file, without the ending. */
  public String outboxName() {
    return withoutEnding(path);
  }

  /** The file's name without the ending: a report's where it says no other. */
  public static String withoutEnding(Path path) {
    return path.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}
