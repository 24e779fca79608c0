package org.businessmetrics.config;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.businessmetrics.config.Delivery.Action;
import org.businessmetrics.config.Delivery.Attachment;
import org.businessmetrics.config.Delivery.Condition;
import org.businessmetrics.config.Delivery.Gate;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.config.Delivery.When;

/** Reads the key {@code delivery} of a report file. */
final class DeliveryFile {
  private static final LocalTime MORNING = LocalTime.of(9, 0);
  private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

  private final Mail mail;

  DeliveryFile(Mail mail) {
    this.mail = mail;
  }

  Optional<Delivery> delivery(YamlSection keys) {
    var owner = keys.required("owner", this::address);
    List<Recipient> recipients =
        keys.items("recipients", text -> new Recipient(address(text), When.DAILY), this::recipient);
    var deadline = keys.value("deadline", Parse::time);
    var gate = keys.section("gate").flatMap(DeliveryFile::gate);
    var subjectFigures = keys.value("subject_figures", Parse::yes);
    boolean attaches = keys.keys().contains("attach");
    List<Attachment> attach =
        keys.items("attach", Parse.oneOf(Attachment.class), section -> Optional.empty());
    var correctionAbove = keys.value("correction_above", Parse::decimal);
    Optional<String> unsubscribe = keys.value("list_unsubscribe", Function.identity());
    return keys.build(
        () ->
            new Delivery(
                owner.orElseThrow(),
                recipients,
                deadline.orElse(MORNING),
                gate.orElse(Gate.DEFAULT),
                subjectFigures.orElse(false),
                attaches ? Set.copyOf(attach) : EnumSet.of(Attachment.PDF),
                correctionAbove.orElse(ONE_PERCENT),
                unsubscribe));
  }

  private Optional<Recipient> recipient(YamlSection keys) {
    var to = keys.required("to", this::address);
    var when = keys.value("when", Parse.oneOf(When.class));
    return keys.build(() -> new Recipient(to.orElseThrow(), when.orElse(When.DAILY)));
  }

  private static Optional<Gate> gate(YamlSection keys) {
    Map<Condition, Action> actions = new EnumMap<>(Condition.class);
    for (Condition condition : Condition.values()) {
      keys.value(condition.name().toLowerCase(Locale.ROOT), Parse.oneOf(Action.class))
          .ifPresent(action -> actions.put(condition, action));
    }
    return keys.build(() -> new Gate(actions));
  }

  private MailAddress address(String text) {
    MailAddress address = MailAddress.parse(text);
    if (!mail.allows(address)) {
      throw new IllegalArgumentException(
          "must be at one of %s, the job's mail.allowed_domains"
              .formatted(String.join(", ", mail.allowedDomains())));
    }
    return address;
  }
}
