package org.businessmetrics.deliver;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.businessmetrics.ledger.MessageKey;
import org.businessmetrics.ledger.Outbox.Kind;
import org.businessmetrics.ledger.Outbox.State;

/** What a delivery did, message by message. */
public record Summary(List<Line> lines) {
  public Summary {
    lines = List.copyOf(lines);
  }

  /** What became of one message, and what the server said, or why it was not asked. */
  public record Line(MessageKey key, State state, String said) {}

  /** Whether every message that should have gone out now did. */
  public boolean isDelivered() {
    return lines.stream().noneMatch(Summary::isUndelivered);
  }

  /** One sentence, with what an operator has to look at. */
  public String text() {
    if (lines.isEmpty()) {
      return "Nothing is to be mailed.";
    }
    Map<State, Integer> counts = new EnumMap<>(State.class);
    lines.forEach(line -> counts.merge(line.state(), 1, Integer::sum));
    StringJoiner counted = new StringJoiner(", ", "Mail: ", ".");
    counts.forEach((state, count) -> counted.add(count + " " + word(state)));
    StringBuilder text = new StringBuilder(counted.toString());
    for (Line line : lines) {
      if (line.state() == State.HELD || isUndelivered(line)) {
        text.append(
            " %s to %s is %s: %s."
                .formatted(
                    line.key().kind().name().toLowerCase(Locale.ROOT),
                    line.key().recipient(),
                    word(line.state()),
                    line.said().replaceAll("\\.$", "")));
      }
    }
    return text.toString();
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isUndelivered(Line line) {
    return switch (line.state()) {
      case FAILED, UNKNOWN, PENDING -> true;
      case SENDING, SENT, HELD, SKIPPED, SUPERSEDED -> false;
    };
  }

  /** Collects while messages are sent. */
  static final class Builder {
    private final List<Line> lines = new ArrayList<>();

    void add(MessageKey key, State state, String said) {
      lines.add(new Line(key, state, said));
    }

    /** The reports that did not reach a recipient for certain, and are not tried again. */
    List<MessageKey> undelivered() {
      return lines.stream()
          .filter(line -> line.key().kind() == Kind.REPORT)
          .filter(line -> line.state() == State.FAILED || line.state() == State.UNKNOWN)
          .map(Line::key)
          .toList();
    }

    Summary build() {
      return new Summary(lines);
    }
  }
}
