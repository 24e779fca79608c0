package org.businessmetrics.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.businessmetrics.compute.History;

/**
 * What happened in a company, as the pipeline can know it after its last night.
 *
 * @param deleted whose rows the last night does not find any more; none of them ever subscribed
 */
record CompanyHistory(
    EveryCellIsAsDefinedTest.Setting setting, Company company, Set<String> deleted) {
  /** From rows with instants to days of users: all that the oracle does not know. */
  History history() {
    Set<String> users = new HashSet<>();
    List<History.Signup> signups = new ArrayList<>();
    for (Company.Account account : company.accounts()) {
      if (!account.internal()
          && !account.user().equals(EveryCellIsAsDefinedTest.STAFF)
          && isRead(account.user(), account.at())) {
        users.add(account.user());
        signups.add(new History.Signup(account.user(), account.at(), day(account.at())));
      }
    }
    Map<String, NavigableSet<LocalDate>> active = new HashMap<>();
    Map<History.FeatureUse, Long> features = new HashMap<>();
    for (Company.Visit visit : company.visits()) {
      String user = visit.user();
      boolean qualifies = List.of("visit", "click").contains(String.valueOf(visit.kind()));
      if (qualifies && user != null && counts(users, user, visit.at())) {
        LocalDate day = day(visit.at());
        active.computeIfAbsent(user, name -> new TreeSet<>()).add(day);
        if (visit.feature() != null && !visit.feature().isEmpty()) {
          features.merge(new History.FeatureUse(user, visit.feature(), day, 0), 1L, Long::sum);
        }
      }
    }
    List<History.Cash> cash =
        company.payments().stream()
            .filter(payment -> payment.status().equals("succeeded"))
            .filter(payment -> counts(users, payment.user(), payment.at()))
            .map(payment -> cash(payment))
            .toList();
    return new History(
        setting.first(),
        setting.weekStart(),
        active,
        signups,
        cash,
        segments(),
        moments(users),
        features.entrySet().stream()
            .map(
                use ->
                    new History.FeatureUse(
                        use.getKey().user(),
                        use.getKey().feature(),
                        use.getKey().day(),
                        use.getValue()))
            .toList(),
        events(users),
        EveryCellIsAsDefinedTest.FUNNELS,
        spans(users),
        List.of(),
        attempts(users));
  }

  /** A night's copy observed its day; days that no copy is of are assumed. */
  private List<History.Span> spans(Set<String> users) {
    List<History.Span> spans = new ArrayList<>();
    for (Company.Subscribed one : company.subscribed()) {
      LocalDate next = day(one.start());
      for (LocalDate copied : setting.nights()) {
        if (users.contains(one.user()) && !next.isAfter(copied)) {
          if (next.isBefore(copied)) {
            spans.add(span(one, next, copied.minusDays(1), "assumed"));
          }
          String source = isContradicted(one) ? "assumed" : "observed";
          spans.add(span(one, copied, copied, source));
          next = copied.plusDays(1);
        }
      }
    }
    return spans;
  }

  /** A copy that was taken after its start does not have it: nobody saw when it came. */
  private boolean isContradicted(Company.Subscribed one) {
    return day(one.start()).isAfter(setting.firstNight())
        && one.start().isBefore(company.nightOf(setting.firstNight()));
  }

  private History.Span span(
      Company.Subscribed one, LocalDate first, LocalDate last, String source) {
    return new History.Span(
        one.user(),
        one.id(),
        first,
        last,
        "basic",
        "USD",
        BigDecimal.TEN,
        BigDecimal.ZERO,
        false,
        false,
        null,
        null,
        source);
  }

  /** Where the company tells no attempts from cash, they are its charges without a subscription. */
  private List<History.Attempt> attempts(Set<String> users) {
    List<Company.Attempt> attempts = new ArrayList<>(company.attempts());
    if (attempts.isEmpty()) {
      company.payments().stream()
          .filter(payment -> payment.kind().equals("charge") && payment.subscription() == null)
          .forEach(
              charge ->
                  attempts.add(
                      new Company.Attempt(
                          charge.id(),
                          charge.user(),
                          null,
                          charge.at(),
                          charge.at(),
                          charge.status(),
                          charge.amount(),
                          charge.currency())));
    }
    return attempts.stream()
        .flatMap(this::asRead)
        .filter(attempt -> counts(users, attempt.user(), attempt.at()))
        .filter(attempt -> !attempt.status().equals("canceled"))
        .filter(attempt -> new BigDecimal(attempt.amount()).signum() > 0)
        .map(
            attempt ->
                new History.Attempt(
                    attempt.id(),
                    attempt.user(),
                    attempt.invoice(),
                    attempt.status(),
                    new BigDecimal(attempt.amount()),
                    attempt.currency().toUpperCase(Locale.ROOT),
                    attempt.at(),
                    day(attempt.at())))
        .toList();
  }

  private List<History.Event> events(Set<String> users) {
    return company.events().stream()
        .distinct()
        .filter(event -> event.user() != null && counts(users, event.user(), event.at()))
        .map(
            event ->
                new History.Event(
                    event.id(),
                    String.valueOf(event.user()),
                    event.at(),
                    day(event.at()),
                    event.name(),
                    event.funnel(),
                    event.step()))
        .toList();
  }

  /** Everybody's country, and his plan: free until he subscribes. */
  private List<History.Segment> segments() {
    List<History.Segment> segments = new ArrayList<>();
    for (Company.Account account : company.accounts()) {
      String user = account.user();
      segments.add(new History.Segment(user, "country", account.country(), null, null));
      Optional<LocalDate> start =
          company.subscribed().stream()
              .filter(one -> one.user().equals(user))
              .map(one -> day(one.start()))
              .findFirst();
      segments.add(
          new History.Segment(
              user, "plan", "free", null, start.map(day -> day.minusDays(1)).orElse(null)));
      start.ifPresent(day -> segments.add(new History.Segment(user, "plan", "basic", day, null)));
    }
    return segments;
  }

  private List<History.Moment> moments(Set<String> users) {
    List<History.Moment> moments = new ArrayList<>();
    for (Company.Payment payment : company.payments()) {
      if (payment.status().equals("succeeded")
          && counts(users, payment.user(), payment.at())
          && cash(payment).charges() > 0) {
        moments.add(
            new History.Moment(
                payment.user(),
                payment.subscription() == null
                    ? History.Moment.ONE_OFF_CHARGE
                    : History.Moment.SUBSCRIPTION_CHARGE,
                payment.at(),
                day(payment.at())));
      }
    }
    return moments;
  }

  private History.Cash cash(Company.Payment payment) {
    BigDecimal amount = new BigDecimal(payment.amount());
    boolean refund = payment.kind().equals("refund");
    BigDecimal net = refund ? amount.negate() : amount;
    boolean subscription = payment.subscription() != null;
    return new History.Cash(
        payment.user(),
        day(payment.at()),
        payment.currency().toUpperCase(Locale.ROOT),
        refund ? BigDecimal.ZERO : amount,
        refund ? amount : BigDecimal.ZERO,
        subscription ? net : BigDecimal.ZERO,
        subscription ? BigDecimal.ZERO : net,
        !refund && amount.signum() > 0 ? 1 : 0);
  }

  /**
   * What ended after the days around its creation were read for the last time stays pending on the
   * day of its creation, and counts where it ended too.
   */
  private Stream<Company.Attempt> asRead(Company.Attempt attempt) {
    boolean staysPending =
        day(attempt.at()).isAfter(setting.firstNight())
            && !day(attempt.createdAt()).isAfter(setting.lastFinal());
    return staysPending ? Stream.of(attempt, attempt.pending()) : Stream.of(attempt);
  }

  private boolean counts(Set<String> users, String user, Instant at) {
    return users.contains(user) && isRead(user, at);
  }

  /** Days that are read again are read without those whose accounts are gone. */
  private boolean isRead(String user, Instant at) {
    return !deleted.contains(user) || !day(at).isAfter(setting.lastFinal());
  }

  private LocalDate day(Instant at) {
    return at.atZone(setting.zone()).toLocalDate();
  }
}
