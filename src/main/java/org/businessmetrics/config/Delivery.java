package org.businessmetrics.config;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.businessmetrics.calendar.Period;

/**
 * To whom a report goes, by when, and under which conditions: the key {@code delivery} of a report
 * file. Each component is the key of the same name in snake case.
 *
 * @param owner is told at once when something is wrong; answers go there
 * @param deadline in the job's zone, on the day after the report's
 * @param subjectFigures whether figures stand in the subject, which shows on locked screens
 * @param correctionAbove the relative move of a tile above which a correction is sent
 * @param listUnsubscribe the header's address; empty: a mail to the owner
 */
public record Delivery(
    MailAddress owner,
    List<Recipient> recipients,
    LocalTime deadline,
    Gate gate,
    boolean subjectFigures,
    Set<Attachment> attach,
    BigDecimal correctionAbove,
    Optional<String> listUnsubscribe) {

  /** One reader, and which reports he wants. */
  public record Recipient(MailAddress to, When when) {}

  /** Which reports somebody gets. */
  public enum When {
    /** Each one. */
    DAILY(Period.DAILY),
    /** Those about the last day of a week. */
    WEEKLY(Period.WEEKLY),
    /** Those about the last day of a month. */
    MONTHLY(Period.MONTHLY),
    /** Those that there is something to look at in. */
    EXCEPTIONS(Period.DAILY);

    private final Period atMost;

    When(Period atMost) {
      this.atMost = atMost;
    }

    /** How often somebody gets a report that is made so often. */
    public Period of(Period made) {
      return atMost == Period.DAILY ? made : atMost;
    }
  }

  /** What lies beside the message. */
  public enum Attachment {
    PDF,
    CSV
  }

  /** What may be wrong with a report that is drawn. */
  public enum Condition {
    /** A check that only warns did not pass. */
    FAILED_CHECKS(Action.BANNER),
    /** A count or an amount of the day is not there although its metric is computed. */
    MISSING_FIGURES(Action.BANNER),
    /** No tile has a figure. */
    NO_FIGURES(Action.HOLD),
    /** A later day is over and not published. */
    STALE(Action.BANNER),
    /** A metric is not computed: the source does not give what it rests on. */
    NOT_COMPUTED(Action.SEND);

    private final Action byDefault;

    Condition(Action byDefault) {
      this.byDefault = byDefault;
    }
  }

  /** What a condition does to the report. */
  public enum Action {
    SEND,
    BANNER,
    HOLD
  }

  /** What each condition does. */
  public record Gate(Map<Condition, Action> actions) {
    public static final Gate DEFAULT = new Gate(Map.of());

    public Gate {
      EnumMap<Condition, Action> all = new EnumMap<>(Condition.class);
      for (Condition condition : Condition.values()) {
        all.put(condition, actions.getOrDefault(condition, condition.byDefault));
      }
      actions = Map.copyOf(all);
    }

    /** What this condition does. */
    public Action on(Condition condition) {
      return actions.getOrDefault(condition, condition.byDefault);
    }
  }

  public Delivery {
    recipients = List.copyOf(recipients);
    attach = Set.copyOf(attach.isEmpty() ? EnumSet.noneOf(Attachment.class) : attach);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException(
          "recipients names none (name at least one, as in [ann@example.com])");
    }
    Set<MailAddress> seen = new HashSet<>();
    for (Recipient recipient : recipients) {
      if (!seen.add(recipient.to())) {
        throw new IllegalArgumentException(
            "recipients has %s twice (name everybody once)".formatted(recipient.to()));
      }
    }
    if (correctionAbove.signum() < 0) {
      throw new IllegalArgumentException(
          "correction_above is %s (must be >= 0, as in 0.01)".formatted(correctionAbove));
    }
    if (listUnsubscribe.filter(text -> !text.matches("(mailto:|https://)[!-;=?-~]+")).isPresent()) {
      throw new IllegalArgumentException(
          "list_unsubscribe is '%s' (must begin with mailto: or https://)"
              .formatted(listUnsubscribe.get()));
    }
  }
}
