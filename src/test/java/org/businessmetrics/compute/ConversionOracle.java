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
            LocalDate end = cohort.plusDays(window);
            cohort(
                "signup_to_paid",
                cohort,
                window,
                user -> does(user, History.Moment::isCharge, window, end));
          }
        }
        if (parameters.relations().contains("subscriptions")) {
          for (int window : new int[] {7, 30, 90}) {
            cohort("signup_to_subscriber", cohort, window, user -> pays(user, window));
          }
        }
        if (parameters.relations().contains("events") && parameters.keyEvent().isPresent()) {
          String event = parameters.keyEvent().get();
          cohort(
              "activation",
              cohort,
              7,
              user -> does(user, moment -> moment.what().equals(event), 7, cohort.plusDays(7)));
        }
      }
    }
    return lines;
  }

  private void cohort(
      String conversion, LocalDate cohort, int window, Predicate<History.Signup> converts) {
    List<History.Signup> users =
        history.signups().stream().filter(signup -> signup.day().equals(cohort)).toList();
    LocalDate end = cohort.plusDays(window);
    if (users.isEmpty() || end.isBefore(parameters.firstDay())) {
      return;
    }
    long converted = users.stream().filter(converts).count();
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

  private boolean does(
      History.Signup user, Predicate<History.Moment> what, int window, LocalDate end) {
    return history.moments().stream()
        .filter(moment -> moment.user().equals(user.user()))
        .filter(what)
        .anyMatch(moment -> isWithin(moment, user.at(), window, end));
  }

  /** Whether the user's MRR is above 0 at the end of one of the days. */
  private boolean pays(History.Signup user, int window) {
    LocalDate end = user.day().plusDays(window);
    LocalDate last = end.isAfter(parameters.lastDay()) ? parameters.lastDay() : end;
    return history.spans().stream()
        .filter(span -> span.user().equals(user.user()) && span.isPaying())
        .anyMatch(span -> !span.first().isAfter(last) && !span.last().isBefore(user.day()));
  }

  private boolean isWithin(History.Moment moment, Instant start, int days, LocalDate end) {
    return !moment.at().isBefore(start)
        && !moment.at().isAfter(start.plus(Duration.ofHours(24L * days)))
        && !moment.day().isAfter(end)
        && !moment.day().isAfter(parameters.lastDay());
  }
}
