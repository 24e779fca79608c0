package org.businessmetrics.compute;

import static java.time.temporal.TemporalAdjusters.lastDayOfMonth;
import static java.util.Comparator.naturalOrder;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.catalog.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Shows a history to one metric as the views that its query reads, each cut to the days that its
 * metric.yaml asks for: a query that reaches further back than it declares gives wrong figures here
 * too.
 */
final class Views {
  private final SparkSession session;
  private final History history;
  private final QueryParameters parameters;

  Views(SparkSession session, History history, QueryParameters parameters) {
    this.session = session;
    this.history = history;
    this.parameters = parameters;
  }

  /** Makes the fact views that the metric reads. */
  void create(Metric metric) {
    for (Metric.Read read : metric.reads()) {
      LocalDate first = parameters.firstDay().minusDays(read.daysBefore());
      switch (read.relation()) {
        case "user_day" -> userDay(first);
        case "signup" -> signup(first);
        case "user_revenue_day" -> userRevenueDay(first);
        case "user_feature_day" -> userFeatureDay(first);
        case "funnel_definition", "funnel_cohort" -> funnels().register(session);
        case "currency_state" -> currencyState();
        case "payment_attempt" -> paymentAttempt(first);
        case "charge" -> charge(first);
        case "user_segment" -> userSegment();
        case SubscriptionSpans.VIEW ->
            new SpanViews(session, history).spans(history.spans(), first, parameters.lastDay());
        case "mrr_change", "mrr_state" ->
            new SpanViews(session, history)
                .mrr(metric.reads(), parameters.firstDay(), parameters.lastDay());
        case "cohort_state" -> cohortState();
        case "user_event" -> userEvent(first);
        case "user_state" -> userState();
        case "business_day" -> businessDay(first);
        default -> {
          // A canonical relation or another metric: the caller's to give.
        }
      }
    }
  }

  private void userDay(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    history
        .active()
        .forEach(
            (user, days) -> {
              for (LocalDate day : reached(days, first)) {
                rows.add(
                    RowFactory.create(
                        user, 1L, days.lower(day), days.first(), knownSignupDay(user, day), day));
              }
            });
    view(Fact.USER_DAY, rows);
  }

  private void userState() {
    List<Row> rows = new ArrayList<>();
    NavigableSet<String> users = history.activeBefore(parameters.lastDay().plusDays(1));
    history.signups().stream()
        .filter(signup -> !signup.day().isAfter(parameters.lastDay()))
        .forEach(signup -> users.add(signup.user()));
    for (String user : users) {
      NavigableSet<LocalDate> days =
          history.active().getOrDefault(user, new TreeSet<>()).headSet(parameters.lastDay(), true);
      rows.add(
          RowFactory.create(
              user,
              signupDay(user),
              days.isEmpty() ? null : days.first(),
              days.isEmpty() ? null : days.last()));
    }
    view(Fact.USER_STATE, rows);
  }

  private @Nullable LocalDate signupDay(String user) {
    return history.signups().stream()
        .filter(signup -> signup.user().equals(user))
        .map(History.Signup::day)
        .filter(day -> !day.isAfter(parameters.lastDay()))
        .min(naturalOrder())
        .orElse(null);
  }

  /** A row of a day before the range may have been stored before its user signed up. */
  private @Nullable LocalDate knownSignupDay(String user, LocalDate day) {
    LocalDate signup = signupDay(user);
    boolean unknown = signup != null && signup.isAfter(day) && day.isBefore(parameters.firstDay());
    return unknown ? null : signup;
  }

  private NavigableSet<LocalDate> reached(NavigableSet<LocalDate> days, LocalDate first) {
    return days.subSet(first, true, parameters.lastDay(), true);
  }

  private void signup(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.Signup signup : history.signups()) {
      if (History.within(signup.day(), first, parameters.lastDay())) {
        rows.add(RowFactory.create(signup.user(), signup.at(), signup.day()));
      }
    }
    view(Fact.SIGNUP, rows);
  }

  private void userRevenueDay(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.Cash cash : history.cash()) {
      if (History.within(cash.day(), first, parameters.lastDay())) {
        rows.add(
            RowFactory.create(
                cash.user(),
                cash.currency(),
                cash.gross(),
                cash.refunds(),
                cash.subscriptionNet(),
                cash.oneOffNet(),
                cash.charges(),
                cash.day()));
      }
    }
    view(Fact.USER_REVENUE_DAY, rows);
  }

  /** Folded from all days; what else is read of these is made after it. */
  private void cohortState() {
    userRevenueDay(history.start());
    new SpanViews(session, history).cohorts(parameters.firstDay(), parameters.lastDay());
  }

  private void userFeatureDay(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.FeatureUse use : history.features()) {
      if (History.within(use.day(), first, parameters.lastDay())) {
        rows.add(
            RowFactory.create(use.user(), use.feature(), use.events(), usedBefore(use), use.day()));
      }
    }
    view(Fact.USER_FEATURE_DAY, rows);
  }

  private void userSegment() {
    List<Row> rows = new ArrayList<>();
    for (History.Segment segment : history.segments()) {
      rows.add(
          RowFactory.create(
              segment.user(), segment.segment(), segment.value(), segment.first(), segment.last()));
    }
    session
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "user_id string, segment string, segment_value string, first_day date,"
                    + " last_day date"))
        .createOrReplaceTempView("user_segment");
  }

  private void charge(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.Moment moment : moments(first)) {
      if (moment.isCharge()) {
        boolean isSubscription = moment.what().equals(History.Moment.SUBSCRIPTION_CHARGE);
        rows.add(RowFactory.create(moment.user(), moment.at(), isSubscription, moment.day()));
      }
    }
    view(Fact.CHARGE, rows);
  }

  private void paymentAttempt(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.Attempt attempt : history.attempts()) {
      if (History.within(attempt.day(), first, parameters.lastDay())) {
        rows.add(
            RowFactory.create(
                attempt.user(),
                attempt.id(),
                attempt.invoice(),
                attempt.origin(),
                attempt.status(),
                attempt.amount(),
                attempt.currency(),
                attempt.at(),
                attempt.day()));
      }
    }
    view(Fact.PAYMENT_ATTEMPT, rows);
  }

  private void userEvent(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    for (History.Moment moment : moments(first)) {
      if (!moment.isCharge()) {
        rows.add(
            RowFactory.create(
                moment.user(),
                moment.at(),
                moment.what(),
                null,
                null,
                "m" + rows.size(),
                moment.day()));
      }
    }
    LocalDate back = parameters.firstDay().minusDays(funnels().daysBefore());
    for (History.Event event : history.events()) {
      if (History.within(event.day(), back.isBefore(first) ? back : first, parameters.lastDay())) {
        rows.add(
            RowFactory.create(
                event.user(),
                event.at(),
                event.name(),
                event.funnel(),
                event.step(),
                event.id(),
                event.day()));
      }
    }
    view(Fact.USER_EVENT, rows);
  }

  private FunnelCohorts funnels() {
    return new FunnelCohorts(
        new BusinessCalendar(parameters.zone(), history.weekStart()),
        parameters.firstDay(),
        parameters.lastDay(),
        history.funnels(),
        List.of());
  }

  private @Nullable LocalDate usedBefore(History.FeatureUse use) {
    return history.features().stream()
        .filter(other -> other.user().equals(use.user()) && other.feature().equals(use.feature()))
        .map(History.FeatureUse::day)
        .filter(day -> day.isBefore(use.day()))
        .max(naturalOrder())
        .orElse(null);
  }

  private List<History.Moment> moments(LocalDate first) {
    return history.moments().stream()
        .filter(moment -> History.within(moment.day(), first, parameters.lastDay()))
        .toList();
  }

  private void currencyState() {
    List<Row> rows = new ArrayList<>();
    Map<String, LocalDate> cash = history.currencies();
    Map<String, LocalDate> attempts = history.currenciesOfAttempts(attempt -> true);
    Map<String, LocalDate> invoices =
        history.currenciesOfAttempts(attempt -> attempt.origin().equals("invoice"));
    Set<String> currencies = new TreeSet<>(cash.keySet());
    currencies.addAll(attempts.keySet());
    for (String currency : currencies) {
      rows.add(
          RowFactory.create(
              currency, cash.get(currency), attempts.get(currency), invoices.get(currency)));
    }
    view(Fact.CURRENCY_STATE, rows);
  }

  private void businessDay(LocalDate first) {
    List<Row> rows = new ArrayList<>();
    LocalDate from = first.isBefore(history.start()) ? history.start() : first;
    for (LocalDate day : History.days(from, parameters.lastDay())) {
      LocalDate weekStart = history.weekStart(day);
      rows.add(
          RowFactory.create(
              day,
              day.atStartOfDay(parameters.zone()).toInstant(),
              day.plusDays(1).atStartOfDay(parameters.zone()).toInstant(),
              weekStart,
              weekStart.plusDays(6),
              day.withDayOfMonth(1),
              day.with(lastDayOfMonth())));
    }
    session
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "day date, starts_at timestamp, ends_at timestamp, week_start date, week_end date,"
                    + " month_start date, month_end date"))
        .createOrReplaceTempView("business_day");
  }

  private void view(Fact fact, List<Row> rows) {
    session
        .createDataFrame(rows, fact.schema(DataTypes.StringType))
        .createOrReplaceTempView(fact.table());
  }
}
