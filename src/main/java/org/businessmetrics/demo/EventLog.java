package org.businessmetrics.demo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of {@code event_tracking}: the steps of two funnels and what else is tracked. */
final class EventLog {
  static final String COLUMNS =
      "id, user_id, event_name, event_category, event_properties, funnel_name, funnel_step,"
          + " funnel_position, experiment_id, variant_id, session_id, page_path, referrer,"
          + " created_at";

  enum Step {
    USER_REGISTERED("conversion", "onboarding", 1, "/signup"),
    PROFILE_COMPLETED("conversion", "onboarding", 2, "/profile"),
    FIRST_READING("conversion", "onboarding", 3, "/reading"),
    CONSULTATION_BOOKED("conversion", "onboarding", 4, "/consultations"),
    PRICING_VIEWED("conversion", "checkout", 1, "/pricing"),
    CHECKOUT_STARTED("conversion", "checkout", 2, "/checkout"),
    PAYMENT_SUBMITTED("conversion", "checkout", 3, "/checkout"),
    SUBSCRIPTION_CREATED("conversion", "checkout", 4, "/checkout/done"),
    REPORT_SHARED("engagement", "", 0, "/reports"),
    REMINDER_SET("engagement", "", 0, "/calendar"),
    PAGE_FAILED("error", "", 0, "/reading");

    final String category;
    final String funnel;
    final int position;
    final String page;

    Step(String category, String funnel, int position, String page) {
      this.category = category;
      this.funnel = funnel;
      this.position = position;
      this.page = page;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Row(long at, @Nullable Person person, Step step, long session) {}

  private final CompanyCalendar calendar;
  private final Chance chance;
  private final List<Row> rows = new ArrayList<>();

  EventLog(CompanyCalendar calendar, Chance chance) {
    this.calendar = calendar;
    this.chance = chance;
  }

  void add(long at, @Nullable Person person, Step step, long session) {
    boolean unheard = person != null && person.isGone(calendar.now());
    if (calendar.isPast(at) && !calendar.isOutage(at) && !unheard) {
      rows.add(new Row(at, person, step, session));
    }
  }

  /** From the sign-up on; the later steps take days, for some more than the funnel's window. */
  void onboard(Person person) {
    long session = chance.bits();
    long at = person.signedUpAt;
    add(at, person, Step.USER_REGISTERED, session);
    if (!chance.happens(0.66)) {
      return;
    }
    at += Times.MINUTE + (long) (chance.waiting(4) * Times.MINUTE);
    add(at, person, Step.PROFILE_COMPLETED, session);
    if (!chance.happens(0.7)) {
      return;
    }
    at += Times.MINUTE + (long) (chance.waiting(3) * Times.HOUR);
    add(at, person, Step.FIRST_READING, session);
    if (person.kind != Person.Kind.PASSER_BY && chance.happens(0.3)) {
      add(at + (long) (chance.waiting(4) * Times.DAY), person, Step.CONSULTATION_BOOKED, 0);
    }
  }

  /** The way to a subscription that starts at {@code start}. */
  void subscribe(Person person, long start) {
    long session = chance.bits();
    long viewed = Math.max(person.signedUpAt, start - chance.between(4, 14) * Times.MINUTE);
    long quarter = (start - viewed) / 4;
    add(viewed, person, Step.PRICING_VIEWED, session);
    add(viewed + quarter, person, Step.CHECKOUT_STARTED, session);
    add(viewed + 3 * quarter, person, Step.PAYMENT_SUBMITTED, session);
    add(start, person, Step.SUBSCRIPTION_CREATED, session);
    person.seen(start);
  }

  /** What a visit may leave here beside its page views. */
  void visit(Person person, long at, long session) {
    double what = chance.share();
    if (what < 0.02) {
      add(at, person, Step.PRICING_VIEWED, session);
      if (what < 0.007) {
        add(at + 2 * Times.MINUTE, person, Step.CHECKOUT_STARTED, session);
      }
      if (what < 0.002) {
        add(at + 5 * Times.MINUTE, person, Step.PAYMENT_SUBMITTED, session);
      }
    } else if (what < 0.05) {
      add(at, person, Step.REPORT_SHARED, session);
    } else if (what < 0.09) {
      add(at, person, Step.REMINDER_SET, session);
    } else if (what < 0.094) {
      add(at, person, Step.PAGE_FAILED, session);
    }
  }

  /** Somebody without an account looks at the prices. */
  void anonymousVisit(long at, long session) {
    add(at, null, Step.PRICING_VIEWED, session);
  }

  void write(CopyWriter copy) throws SQLException {
    rows.sort(Comparator.comparingLong(Row::at));
    for (Row row : rows) {
      copy.uuid(chance.uuidHigh(), chance.uuidLow());
      if (row.person == null) {
        copy.nothing();
      } else {
        copy.uuid(row.person.id);
      }
      Step step = row.step;
      copy.text(step.label()).text(step.category).text("{}").text(step.funnel);
      copy.text(step.funnel.isEmpty() ? "" : step.label());
      if (step.position == 0) {
        copy.nothing();
      } else {
        copy.number(step.position);
      }
      boolean tested = step.funnel.equals("checkout") && row.session != 0;
      copy.text(tested ? "pricing_page" : "");
      copy.text(tested ? ((row.session & 1) == 0 ? "plain" : "compared") : "");
      if (row.session == 0) {
        copy.text("");
      } else {
        copy.token(row.session);
      }
      copy.text(step.page).text("").instant(row.at).endRow();
    }
  }
}
