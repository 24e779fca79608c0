package org.businessmetrics.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.businessmetrics.calendar.BusinessCalendar;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a small company, each with the night from which on its source has them: what a folder
 * of CSV files held at any time.
 */
public final class Company {
  /** A row, the day whose night is the first to see it, and the first that no longer does. */
  private record Line(LocalDate seen, LocalDate gone, String csv) {
    Line(LocalDate seen, String csv) {
      this(seen, LocalDate.MAX, csv);
    }

    boolean isSeen(LocalDate night) {
      return !seen.isAfter(night) && (gone.equals(LocalDate.MAX) || night.isBefore(gone));
    }
  }

  record Account(String user, Instant at, boolean internal) {
    /** Some country for ever, or none. */
    String country() {
      return List.of("de", "us", "").get(Math.floorMod(user.hashCode(), 3));
    }
  }

  record Visit(@Nullable String user, Instant at, @Nullable String kind, @Nullable String feature) {
    Visit(@Nullable String user, Instant at, @Nullable String kind) {
      this(user, at, kind, null);
    }
  }

  record Event(
      String id,
      @Nullable String user,
      Instant at,
      String name,
      @Nullable String funnel,
      @Nullable String step) {}

  record Payment(
      String id,
      String user,
      @Nullable String subscription,
      Instant at,
      String kind,
      String status,
      String amount,
      String currency) {}

  /**
   * @param endedAt null while it has not ended
   */
  record Attempt(
      String id,
      String user,
      @Nullable String invoice,
      Instant createdAt,
      @Nullable Instant endedAt,
      String status,
      String amount,
      String currency) {
    /** When it counts. */
    Instant at() {
      return endedAt == null ? createdAt : endedAt;
    }

    /** As it was before it ended. */
    Attempt pending() {
      return new Attempt(id, user, invoice, createdAt, null, "pending", amount, currency);
    }
  }

  private final BusinessCalendar calendar;
  private final List<Account> accounts = new ArrayList<>();
  private final List<Visit> visits = new ArrayList<>();
  private final List<Payment> payments = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Line> accountLines = new ArrayList<>();
  private final List<Line> visitLines = new ArrayList<>();
  private final List<Line> paymentLines = new ArrayList<>();
  private final List<Line> eventLines = new ArrayList<>();
  private final List<Line> attemptLines = new ArrayList<>();
  private List<String> funnelLines = List.of();
  private final List<Subscribed> subscribed = new ArrayList<>();
  private final List<Line> subscriptionLines = new ArrayList<>();

  Company(BusinessCalendar calendar) {
    this.calendar = calendar;
  }

  public static Company in(ZoneId zone) {
    return new Company(new BusinessCalendar(zone, DayOfWeek.MONDAY));
  }

  BusinessCalendar calendar() {
    return calendar;
  }

  List<Account> accounts() {
    return accounts;
  }

  List<Visit> visits() {
    return visits;
  }

  List<Payment> payments() {
    return payments;
  }

  List<Event> events() {
    return events;
  }

  /** As they are in the end. */
  List<Attempt> attempts() {
    return attempts;
  }

  public Company account(String user, LocalDate day) {
    return account(new Account(user, noon(day), false), 0);
  }

  Company account(Account account, int late) {
    accounts.add(account);
    accountLines.add(
        line(
            account.at(),
            late,
            account.user(),
            account.at(),
            account.internal(),
            account.country()));
    return this;
  }

  /** One visit at noon of each day. */
  public Company active(String user, LocalDate... days) {
    Stream.of(days).forEach(day -> visit(new Visit(user, noon(day), "visit"), 0));
    return this;
  }

  /** A visit on a day, which only the night of {@code late} days after it sees. */
  Company activeLate(String user, LocalDate day, int late) {
    return visit(new Visit(user, noon(day), "visit"), late);
  }

  Company visit(Visit visit, int late) {
    visits.add(visit);
    visitLines.add(line(visit.at(), late, visit.user(), visit.at(), visit.kind(), visit.feature()));
    return this;
  }

  /** A named event at noon of the day. */
  Company did(String user, String name, LocalDate day) {
    return event(new Event("e" + events.size(), user, noon(day), name, null, null), 0);
  }

  Company event(Event event, int late) {
    events.add(event);
    eventLines.add(
        line(
            event.at(),
            late,
            event.id(),
            event.user(),
            event.at(),
            event.name(),
            event.funnel(),
            event.step()));
    return this;
  }

  /** The funnels as the source has them from now on: {@code funnel,position,step,hours,window}. */
  Company funnels(String... lines) {
    this.funnelLines = List.of(lines);
    return this;
  }

  public Company charge(String user, LocalDate day, String amount) {
    String id = "p" + payments.size();
    return payment(new Payment(id, user, null, noon(day), "charge", "succeeded", amount, "USD"), 0);
  }

  /** A payment opens no period of its subscription: it tells nothing of the time it was for. */
  Company payment(Payment payment, int late) {
    payments.add(payment);
    paymentLines.add(
        line(
            payment.at(),
            late,
            payment.id(),
            payment.user(),
            payment.subscription(),
            payment.at(),
            payment.kind(),
            payment.status(),
            payment.amount(),
            payment.currency(),
            payment.at(),
            payment.at()));
    return this;
  }

  Company attempt(Attempt attempt, int late) {
    attempts.add(attempt);
    LocalDate seen = calendar.dayOf(attempt.at()).plusDays(late);
    attemptLines.add(new Line(seen, csv(attempt)));
    LocalDate created = calendar.dayOf(attempt.createdAt());
    if (created.isBefore(seen)) {
      attemptLines.add(new Line(created, seen, csv(attempt.pending())));
    }
    return this;
  }

  private static String csv(Attempt attempt) {
    return csv(
        attempt.id(),
        attempt.user(),
        attempt.invoice(),
        attempt.createdAt(),
        attempt.endedAt(),
        attempt.status(),
        attempt.amount(),
        attempt.currency(),
        attempt.invoice() == null ? "payment" : "invoice");
  }

  /** The subscriptions as the source has them from now on: {@code id,user,status,plan}. */
  Company subscriptions(String... lines) {
    subscriptionLines.clear();
    for (String line : lines) {
      subscriptionLines.add(
          new Line(LocalDate.MIN, line + ",2024-01-01T00:00:00Z,2024-01-01T00:00:00Z,,,"));
    }
    return this;
  }

  /** A subscription of basic, paid by the month, which every night after its start sees. */
  public record Subscribed(String id, String user, Instant start, String amount, String currency) {
    /** For USD 10. */
    public Subscribed(String id, String user, Instant start) {
      this(id, user, start, "10", "USD");
    }
  }

  public Company subscribed(Subscribed subscribed, int late) {
    subscribed().add(subscribed);
    subscriptionLines.add(
        line(
            subscribed.start(),
            late,
            subscribed.id(),
            subscribed.user(),
            "active",
            "basic",
            subscribed.start(),
            subscribed.start(),
            subscribed.amount(),
            subscribed.currency(),
            "month"));
    return this;
  }

  List<Subscribed> subscribed() {
    return subscribed;
  }

  /** The user's rows are gone, with whatever hung on them. */
  Company remove(String user) {
    for (List<Line> lines :
        List.of(
            accountLines, visitLines, paymentLines, eventLines, subscriptionLines, attemptLines)) {
      lines.removeIf(line -> List.of(line.csv().split(",")).contains(user));
    }
    return this;
  }

  /** A line that nobody wrote on purpose. */
  Company brokenVisit(String csv) {
    visitLines.add(new Line(LocalDate.MIN, csv));
    return this;
  }

  Company withoutBrokenVisits() {
    visitLines.removeIf(line -> line.seen().equals(LocalDate.MIN));
    return this;
  }

  /** Writes the folder as the night of that day finds it. */
  public void write(Path folder, LocalDate night) {
    write(
        folder,
        "accounts",
        "user_id,signed_up_at,is_internal,segment_country",
        seen(accountLines, night));
    write(folder, "activity", "user_id,occurred_at,kind,feature", seen(visitLines, night));
    write(
        folder,
        "payments",
        "payment_id,user_id,subscription_id,occurred_at,kind,status,amount,currency,"
            + "period_start,period_end",
        seen(paymentLines, night));
    if (!attemptLines.isEmpty()) {
      write(
          folder,
          "payment_attempts",
          "attempt_id,user_id,invoice_id,created_at,ended_at,status,amount,currency,origin",
          seen(attemptLines, night));
    }
    if (!eventLines.isEmpty()) {
      write(
          folder,
          "events",
          "event_id,user_id,occurred_at,event_name,funnel,step",
          seen(eventLines, night));
      write(folder, "funnels", "funnel,position,step,window_hours,window", funnelLines);
    }
    if (!subscriptionLines.isEmpty()) {
      write(
          folder,
          "subscriptions",
          "subscription_id,user_id,status,plan,started_at,updated_at,amount,currency,interval",
          seen(subscriptionLines, night));
    }
  }

  /** Writes everything, however late. */
  void write(Path folder) {
    write(folder, LocalDate.MAX);
  }

  public Instant noon(LocalDate day) {
    return day.atTime(12, 0).atZone(calendar.zone()).toInstant();
  }

  /** The instant from which on the day can be published. */
  public Instant nightOf(LocalDate day) {
    return calendar.settledAt(day, Duration.ofHours(1));
  }

  private Line line(Instant at, int late, @Nullable Object... fields) {
    return new Line(calendar.dayOf(at).plusDays(late), csv(fields));
  }

  private static String csv(@Nullable Object... fields) {
    return Stream.of(fields)
        .map(field -> Objects.toString(field, ""))
        .collect(Collectors.joining(","));
  }

  private static List<String> seen(List<Line> lines, LocalDate night) {
    return lines.stream().filter(line -> line.isSeen(night)).map(Line::csv).toList();
  }

  private static void write(Path folder, String relation, String header, List<String> lines) {
    try {
      Files.createDirectories(folder);
      Files.write(
          folder.resolve(relation + ".csv"),
          Stream.concat(Stream.of(header), lines.stream()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
