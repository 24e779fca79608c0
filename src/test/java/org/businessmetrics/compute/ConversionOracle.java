package org.businessmetrics.compute;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code conversion_cohorts} by asking of each user what he did after he signed up. */
final class ConversionOracle {
  private final History history;
  private final QueryParameters parameters;
  private final List<String> lines = new ArrayList<>();

  ConversionOracle(History history, QueryParameters parameters) {
    this.history = history;
    this.parameters = parameters;
  }

  List<String> lines() {
    if (parameters.relations().contains("accounts")) {
      for (LocalDate cohort : History.days(history.start(), parameters.lastDay())) {
        if (parameters.relations().contains("payments")) {
          for (int window : new int[] {7, 30, 90}) {
            cohort("signup_to_paid", cohort, window, History.Moment::isCharge);
          }
        }
        if (parameters.relations().contains("events") && parameters.keyEvent().isPresent()) {
          String event = parameters.keyEvent().get();
          cohort("activation", cohort, 7, moment -> moment.what().equals(event));
        }
      }
    }
    return lines;
  }

  private void cohort(
      String conversion, LocalDate cohort, int window, Predicate<History.Moment> converts) {
    List<History.Signup> users =
        history.signups().stream().filter(signup -> signup.day().equals(cohort)).toList();
    LocalDate end = cohort.plusDays(window);
    if (users.isEmpty() || end.isBefore(parameters.firstDay())) {
      return;
    }
    long converted =
        users.stream()
            .filter(
                user ->
                    history.moments().stream()
                        .filter(moment -> moment.user().equals(user.user()))
                        .filter(converts)
                        .anyMatch(moment -> isWithin(moment, user.at(), window, end)))
            .count();
    boolean isComplete = !end.isAfter(parameters.lastDay());
    lines.add(
        Lines.line(
            conversion,
            cohort,
            window,
            end,
            users.size(),
            converted,
            isComplete
                ? BigDecimal.valueOf(converted)
                    .divide(BigDecimal.valueOf(users.size()), 10, RoundingMode.HALF_UP)
                : null,
            isComplete,
            !end.plusDays(parameters.lookbackDays()).isAfter(parameters.through())));
  }

  private boolean isWithin(History.Moment moment, Instant start, int days, LocalDate end) {
    return !moment.at().isBefore(start)
        && !moment.at().isAfter(start.plus(Duration.ofHours(24L * days)))
        && !moment.day().isAfter(end)
        && !moment.day().isAfter(parameters.lastDay());
  }
}
