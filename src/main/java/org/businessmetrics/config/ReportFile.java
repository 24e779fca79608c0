package org.businessmetrics.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.Delivery.When;
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
    if (period.filter(Period.MONTHLY::equals).isPresent()
        && delivery.filter(ReportFile::hasWeekly).isPresent()) {
      file.refuse(
          DELIVERY, "has a recipient with when: weekly, and the report is made once a month");
    }
    problems.throwIfAny();
    return new ReportFile(
        path, name.orElse(withoutEnding(path)), period.orElse(Period.DAILY), delivery);
  }

  private static boolean hasWeekly(Delivery delivery) {
    return delivery.recipients().stream().anyMatch(one -> one.when() == When.WEEKLY);
  }

  /** The report's name in the outbox: that of its file, without the ending. */
  public String outboxName() {
    return withoutEnding(path);
  }

  private static String withoutEnding(Path path) {
    return path.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}
