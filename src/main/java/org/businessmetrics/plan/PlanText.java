package org.businessmetrics.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.businessmetrics.calendar.DayRange;

/** A plan as an operator reads it on a terminal. */
final class PlanText {
  private PlanText() {}

  private record Group(DayRange days, List<Reason> reasons) {}

  static String of(Plan plan) {
    List<String> lines = new ArrayList<>();
    if (plan.isEmpty()) {
      lines.add("Nothing is due.");
    } else {
      lines.add("%s due:".formatted(count(plan.days().size(), "day")));
      for (Group group : groups(plan.days())) {
        lines.add(
            "  %-23s  %s"
                .formatted(
                    group.days(),
                    group.reasons().stream().map(Reason::word).collect(Collectors.joining(", "))));
      }
      lines.add("in %s:".formatted(count(plan.ranges().size(), "run")));
      for (RunRange range : plan.ranges()) {
        lines.add("  %-23s  reads %s".formatted(range.publish(), range.read()));
      }
    }
    lines.addAll(plan.notes());
    return String.join("\n", lines);
  }

  private static List<Group> groups(List<DueDay> days) {
    List<Group> groups = new ArrayList<>();
    for (DueDay day : days) {
      Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
      if (last != null && last.reasons().equals(day.reasons())) {
        groups.set(
            groups.size() - 1,
            new Group(new DayRange(last.days().first(), day.day()), day.reasons()));
      } else {
        groups.add(new Group(new DayRange(day.day(), day.day()), day.reasons()));
      }
    }
    return groups;
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
