package org.businessmetrics.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.businessmetrics.demo.Person.Role;

/** Writes the rows of the small tables, and counts those of all. */
final class Tables {
  private static final List<String> FIRST_NAMES =
      List.of(
          "Ada", "Ben", "Chloe", "Dev", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kavya",
          "Liam", "Mara", "Noor", "Oscar", "Priya", "Quinn", "Rosa", "Sven", "Tara");
  private static final List<String> LAST_NAMES =
      List.of(
          "Adler", "Bose", "Costa", "Dunn", "Eriksen", "Fischer", "Gupta", "Hall", "Ito", "Jansen",
          "Keller", "Lopez", "Meyer", "Nair", "Okafor", "Patel", "Reyes", "Singh", "Tan", "Weber");
  private static final List<String> ZONES =
      List.of("Asia/Kolkata", "America/New_York", "America/Chicago", "Europe/London");

  /** Writes the rows of one table. */
  interface Rows {
    void write(CopyWriter copy) throws SQLException;
  }

  private final Connection connection;
  private final CompanyCalendar calendar;
  private final Chance chance;
  private final Map<String, Long> rows = new LinkedHashMap<>();

  Tables(Connection connection, CompanyCalendar calendar, Chance chance) {
    this.connection = connection;
    this.calendar = calendar;
    this.chance = chance;
  }

  Map<String, Long> rows() {
    return Collections.unmodifiableMap(rows);
  }

  void write(String table, String columns, Rows source) throws SQLException {
    try (CopyWriter copy = new CopyWriter(connection, table, columns)) {
      source.write(copy);
      rows.put(table, copy.finish());
    }
  }

  /** Accounts, their profiles and their subscriptions. */
  void writeAccounts(List<Person> people) throws SQLException {
    write(
        "users",
        "id, password, is_superuser, email, phone, full_name, is_active, is_staff, is_verified,"
            + " is_premium, premium_expiry, subscription_plan, failed_login_attempts,"
            + " locked_until, last_login, created_at, updated_at",
        copy -> {
          for (Person person : people) {
            account(copy, person);
          }
        });
    write(
        "user_profiles",
        "id, user_id, timezone, profile_completed_at, created_at, updated_at",
        copy -> {
          for (Person person : people) {
            copy.uuid(chance.uuid()).uuid(person.id).text(chance.oneOf(ZONES));
            long completedAt = person.signedUpAt + chance.between(Times.MINUTE, 2 * Times.HOUR);
            boolean completed = chance.happens(0.7) && calendar.isPast(completedAt);
            copy.instantOrNothing(completed ? completedAt : Times.NEVER).instant(person.signedUpAt);
            copy.instant(completed ? completedAt : person.signedUpAt).endRow();
          }
        });
    write(
        "subscriptions",
        "id, user_id, stripe_subscription_id, stripe_customer_id, plan, status,"
            + " current_period_start, current_period_end, cancel_at_period_end, canceled_at,"
            + " trial_start, trial_end, created_at, updated_at",
        copy -> {
          for (Person person : people) {
            SubscriptionRow row = person.subscription;
            if (row != null) {
              subscription(copy, person, row);
            }
          }
        });
  }

  private void account(CopyWriter copy, Person person) throws SQLException {
    boolean colleague = person.role != Role.CUSTOMER;
    String first = chance.oneOf(FIRST_NAMES);
    String last = chance.oneOf(LAST_NAMES);
    boolean byPhone = !colleague && chance.happens(0.06);
    copy.uuid(person.id).text("!").flag(person.role == Role.SUPERUSER);
    if (byPhone) {
      copy.nothing().text("+1555" + (1_000_000 + person.number));
    } else {
      String domain =
          colleague
              ? SampleCompany.INTERNAL_DOMAIN
              : person.number % 3 == 0 ? "example.net" : "example.org";
      copy.text(first + "." + last + "." + person.number + "@" + domain).nothing();
    }
    SubscriptionRow row = person.subscription;
    boolean premium = row != null && row.givesAccess();
    copy.text(first + " " + last).flag(!chance.happens(0.004));
    copy.flag(person.role == Role.STAFF || person.role == Role.SUPERUSER);
    copy.flag(chance.happens(0.85)).flag(premium);
    if (row != null && premium) {
      copy.instant(row.periodEnd).text(row.plan.label());
    } else {
      copy.nothing().text("free");
    }
    copy.number(chance.happens(0.03) ? 1 : 0).nothing();
    copy.instant(person.lastSeenAt).instant(person.signedUpAt).instant(person.lastSeenAt).endRow();
  }

  private static void subscription(CopyWriter copy, Person person, SubscriptionRow row)
      throws SQLException {
    copy.uuid(row.id).uuid(person.id).text(row.stripeId).text(row.customerId);
    copy.text(row.plan.label()).text(row.status).instant(row.periodStart).instant(row.periodEnd);
    copy.flag(row.cancelAtPeriodEnd).instantOrNothing(row.canceledAt);
    copy.instantOrNothing(row.trialStart).instantOrNothing(row.trialEnd);
    copy.instant(row.createdAt).instant(row.updatedAt).endRow();
  }

  /** Everything about money; a deleted account leaves only the payment provider's events. */
  void writeBooks(Books books) throws SQLException {
    books.payments.removeIf(payment -> payment.person().isGone(calendar.now()));
    books.payments.sort(Comparator.comparingLong(Books.Payment::createdAt));
    write(
        "payments",
        "id, user_id, stripe_payment_intent_id, stripe_charge_id, amount, currency, status,"
            + " description, metadata, created_at, updated_at",
        copy -> {
          for (Books.Payment payment : books.payments) {
            copy.uuid(payment.id()).uuid(payment.person().id).text(payment.intentId());
            if (payment.chargeId().isEmpty()) {
              copy.nothing();
            } else {
              copy.text(payment.chargeId());
            }
            copy.hundredths(payment.amount()).text(payment.currency()).text(payment.status());
            copy.text(payment.description()).text("{}");
            copy.instant(payment.createdAt()).instant(payment.updatedAt()).endRow();
          }
        });
    books.cash.removeIf(cash -> cash.person().isGone(calendar.now()));
    books.cash.sort(Comparator.comparingLong(Books.Cash::createdAt));
    write(
        "billing_history",
        "id, user_id, subscription_id, payment_id, amount, currency, description, invoice_url,"
            + " period_start, period_end, created_at",
        copy -> {
          for (Books.Cash cash : books.cash) {
            cash(copy, cash);
          }
        });
    books.events.sort(Comparator.comparingLong(Books.Event::arrivedAt));
    write(
        "webhook_events",
        "id, stripe_event_id, event_type, payload, processed, processing_error, created_at,"
            + " processed_at",
        copy -> {
          for (Books.Event event : books.events) {
            copy.uuid(event.id()).text(event.eventId()).text(event.type()).text(event.payload());
            copy.flag(event.processed());
            if (event.processed()) {
              copy.nothing().instant(event.arrivedAt()).instant(event.arrivedAt());
            } else {
              copy.text("deadlock detected").instant(event.arrivedAt()).nothing();
            }
            copy.endRow();
          }
        });
  }

  private static void cash(CopyWriter copy, Books.Cash cash) throws SQLException {
    copy.uuid(cash.id()).uuid(cash.person().id);
    if (cash.origin() instanceof Books.Origin.Invoice invoice) {
      copy.uuid(invoice.subscription().id).nothing();
      copy.hundredths(cash.amount()).text(cash.currency()).text(cash.description());
      copy.text("https://invoice.stripe.com/i/" + invoice.invoiceId());
      copy.instant(invoice.from()).instant(invoice.until());
    } else if (cash.origin() instanceof Books.Origin.OneOff oneOff) {
      copy.nothing().uuid(oneOff.paymentId());
      copy.hundredths(cash.amount()).text(cash.currency()).text(cash.description());
      copy.nothing().nothing().nothing();
    }
    copy.instant(cash.createdAt()).endRow();
  }

  void writeFunnels() throws SQLException {
    long at = calendar.startOf(0);
    write(
        "conversion_funnels",
        "id, name, description, steps, is_active, time_window_hours, created_at, updated_at",
        copy -> {
          funnel(copy, "onboarding", "From the account to a booked consultation", 168);
          funnel(copy, "checkout", "From the prices to a subscription", 24);
          copy.uuid(chance.uuid()).text("referral").text("Invitations, given up");
          copy.text("[\"invitation_sent\",\"invitation_accepted\"]").flag(false).number(72);
          copy.instant(at).instant(at).endRow();
        });
  }

  private void funnel(CopyWriter copy, String name, String description, int hours)
      throws SQLException {
    StringBuilder steps = new StringBuilder("[");
    for (EventLog.Step step : EventLog.Step.values()) {
      if (step.funnel.equals(name)) {
        steps.append(steps.length() > 1 ? "," : "").append('"').append(step.label()).append('"');
      }
    }
    copy.uuid(chance.uuid()).text(name).text(description).text(steps.append(']').toString());
    copy.flag(true).number(hours).instant(calendar.startOf(0)).instant(calendar.startOf(0));
    copy.endRow();
  }
}
