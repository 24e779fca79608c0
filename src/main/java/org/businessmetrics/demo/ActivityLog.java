package org.businessmetrics.demo;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of {@code user_activity_log}, day by day in the order of their times: visits of users,
 * each some rows long, and of people without an account.
 */
final class ActivityLog {
  static final String COLUMNS =
      "id, user_id, activity_type, activity_data, ip_address, user_agent, session_id, page_path,"
          + " feature_name, created_at";

  private static final byte[] EMPTY_JSON = ascii("{}");
  private static final byte[] NONE = new byte[0];
  private static final double SECOND_VISIT = 0.34;
  private static final double ANONYMOUS_VISITS = 0.16;
  private static final double SESSION_UNKNOWN = 0.01;

  private static final List<byte[]> AGENTS =
      Stream.of(
              "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)",
              "Mozilla/5.0 (Linux; Android 14)",
              "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
              "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
              "")
          .map(ActivityLog::ascii)
          .toList();

  private static final List<byte[]> PAGES =
      Stream.of("/", "/dashboard", "/reading", "/profile", "/blog", "/pricing", "/reports")
          .map(ActivityLog::ascii)
          .toList();

  private static final List<byte[]> TYPES =
      Stream.of("page_view", "button_click", "search", "login", "feature_used")
          .map(ActivityLog::ascii)
          .toList();
  private static final int PAGE_VIEW = 0;
  private static final int LOGIN = 3;
  private static final int FEATURE_USED = 4;

  /** The most used first; the last one is new with the launch. */
  private static final List<byte[]> FEATURES =
      Stream.of(
              "daily_reading",
              "life_path",
              "compatibility",
              "lucky_dates",
              "name_analysis",
              "journal",
              "calendar",
              "dream_lookup",
              "report_export",
              "chat_advisor")
          .map(ActivityLog::ascii)
          .toList();

  private final CompanyCalendar calendar;
  private final Chance chance;
  private final List<Person> people;
  private final EventLog events;
  private final DayRows rows = new DayRows();

  ActivityLog(CompanyCalendar calendar, Chance chance, List<Person> people, EventLog events) {
    this.calendar = calendar;
    this.chance = chance;
    this.people = people;
    this.events = events;
  }

  void write(CopyWriter copy) throws SQLException {
    int signedUp = 0;
    for (int day = 0; day < calendar.days(); day++) {
      rows.clear(calendar.startOf(day));
      long end = calendar.startOf(day) + calendar.lengthOf(day);
      int known = signedUp;
      while (signedUp < people.size() && people.get(signedUp).signedUpAt < end) {
        firstVisit(signedUp++);
      }
      int visitors = known == 0 ? 0 : ordinaryVisits(day, known);
      anonymousVisits(day, (int) ((visitors + signedUp - known) * ANONYMOUS_VISITS) + 1);
      rows.sort();
      for (int i = 0; i < rows.size(); i++) {
        write(copy, rows.inOrder(i));
      }
    }
  }

  private int ordinaryVisits(int day, int known) {
    double mood = calendar.activity(day);
    int visitors = 0;
    int last = -1;
    for (int number = 0; number < known; number++) {
      Person person = people.get(number);
      if (person.stays(day) && chance.happens(presence(person) * mood)) {
        visitors++;
        last = number;
        visit(day, number);
        if (chance.happens(SECOND_VISIT)) {
          visit(day, number);
        }
        if (calendar.isClockChange(day) && visitors % 20 == 1) {
          sleepless(day, number);
        }
      }
    }
    if (last >= 0) {
      atTheEdges(day, last);
    }
    return visitors;
  }

  private static double presence(Person person) {
    return person.subscription == null ? person.presence : Math.max(person.presence, 0.3);
  }

  private void firstVisit(int number) {
    Person person = people.get(number);
    long session = session();
    // Before the account there was a visitor without a name, in the same session.
    row(person.signedUpAt - chance.between(Times.MINUTE, 8 * Times.MINUTE), -1, PAGE_VIEW, session);
    row(person.signedUpAt + 2 * Times.SECOND, number, LOGIN, session);
    browse(person.signedUpAt + 3 * Times.SECOND, number, session);
  }

  private void visit(int day, int number) {
    long at =
        calendar.startOf(day) + DayRhythm.second(chance) * Times.SECOND + chance.below(1_000_000);
    long session = session();
    if (calendar.isPast(at)) {
      people.get(number).seen(at);
    }
    if (chance.happens(0.2)) {
      row(at - 2 * Times.SECOND, number, LOGIN, session);
    }
    browse(at, number, session);
    events.visit(people.get(number), at + 40 * Times.SECOND, session);
  }

  private void browse(long start, int number, long session) {
    int count = 2 + (int) Math.min(20, chance.waiting(1.9));
    long at = start;
    for (int i = 0; i < count; i++) {
      row(at, number, type(), session);
      at += chance.between(5 * Times.SECOND, 150 * Times.SECOND);
    }
  }

  /** In the night in which the clocks change: inside the hour that is missing or comes twice. */
  private void sleepless(int day, int number) {
    long session = session();
    for (int minutes = 30; minutes < 240; minutes += 60) {
      row(calendar.startOf(day) + minutes * Times.MINUTE, number, PAGE_VIEW, session);
    }
  }

  /** The first instant of a month, and the last. */
  private void atTheEdges(int day, int number) {
    if (calendar.isFirstOfMonth(day)) {
      row(calendar.startOf(day), number, PAGE_VIEW, session());
    }
    if (calendar.isFirstOfMonth(day + 1)) {
      row(calendar.startOf(day + 1) - 1, number, PAGE_VIEW, session());
    }
  }

  private void anonymousVisits(int day, int count) {
    for (int i = 0; i < count; i++) {
      long at =
          calendar.startOf(day) + DayRhythm.second(chance) * Times.SECOND + chance.below(1_000_000);
      long session = session();
      for (int page = chance.below(3); page >= 0; page--) {
        row(at + page * (20 * Times.SECOND), -1, PAGE_VIEW, session);
      }
      if (chance.happens(0.1)) {
        events.anonymousVisit(at + Times.MINUTE, session);
      }
    }
  }

  private void row(long at, int number, int type, long session) {
    if (!calendar.isPast(at) || calendar.isOutage(at)) {
      return;
    }
    if (number >= 0 && people.get(number).isGone(calendar.now())) {
      return;
    }
    rows.add(at, number, type, session);
  }

  private void write(CopyWriter copy, int row) throws SQLException {
    long at = rows.at(row);
    int number = rows.number(row);
    int type = rows.type(row);
    long session = rows.session(row);
    copy.uuid(chance.uuidHigh(), chance.uuidLow());
    if (number < 0) {
      copy.nothing();
    } else {
      copy.uuid(people.get(number).id);
    }
    int device = number < 0 ? (int) (session >>> 40) : number * 31;
    copy.raw(TYPES.get(type)).raw(EMPTY_JSON);
    copy.address(device);
    copy.raw(AGENTS.get(device % AGENTS.size()));
    if (session == 0) {
      copy.raw(NONE);
    } else {
      copy.token(session);
    }
    copy.raw(PAGES.get(type == FEATURE_USED ? 2 : chance.below(PAGES.size())));
    copy.raw(type == FEATURE_USED ? feature(at) : NONE);
    copy.instant(at).endRow();
  }

  private int type() {
    int at = chance.below(100);
    return at < 52 ? PAGE_VIEW : at < 66 ? 1 : at < 71 ? 2 : FEATURE_USED;
  }

  private byte[] feature(long at) {
    int rank = (int) (FEATURES.size() * chance.share() * chance.share());
    boolean isNew = rank == FEATURES.size() - 1 || chance.happens(0.08);
    return FEATURES.get(
        isNew && at >= calendar.startOf(calendar.launchDay())
            ? FEATURES.size() - 1
            : Math.min(rank, FEATURES.size() - 2));
  }

  private long session() {
    return chance.happens(SESSION_UNKNOWN) ? 0 : chance.bits() | 1L << 62;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
