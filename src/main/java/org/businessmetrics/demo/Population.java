package org.businessmetrics.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.businessmetrics.demo.Person.Kind;
import org.businessmetrics.demo.Person.Role;
import org.businessmetrics.demo.Person.Stay;

/** Who signs up, when, and for how long he stays. */
final class Population {
  private static final int MOST_COLLEAGUES = 24;
  private static final int USERS_PER_COLLEAGUE = 60;
  private static final double DELETED = 0.015;
  private static final double COMES_BACK = 0.12;

  private final CompanyCalendar calendar;
  private final Chance chance;

  Population(CompanyCalendar calendar, Chance chance) {
    this.calendar = calendar;
    this.chance = chance;
  }

  /** Exactly {@code size} accounts in the order of their sign-ups. */
  List<Person> signUp(int size) {
    double[] weights = calendar.signups();
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    List<Person> people = new ArrayList<>(size);
    double sum = 0;
    for (int day = 0; day < weights.length; day++) {
      sum += weights[day];
      int upTo = (int) StrictMath.round(size * (sum / total));
      long[] instants = new long[upTo - people.size()];
      for (int i = 0; i < instants.length; i++) {
        instants[i] = instantOn(day);
      }
      Arrays.sort(instants);
      for (long instant : instants) {
        people.add(person(people.size(), day, instant, size));
      }
    }
    return people;
  }

  private long instantOn(int day) {
    long start = calendar.startOf(day);
    long instant = start + DayRhythm.second(chance) * Times.SECOND + chance.below(1_000_000);
    long end = Math.min(start + calendar.lengthOf(day), calendar.now());
    if (instant >= end) {
      instant = chance.between(start, end);
    }
    return calendar.isOutage(instant)
        ? calendar.outageEnd() + chance.between(0, 3 * Times.HOUR)
        : instant;
  }

  private Person person(int number, int day, long signedUpAt, int size) {
    Role role = role(number, size);
    Kind kind = role == Role.CUSTOMER ? kind() : Kind.REGULAR;
    double presence = kind.presence * (0.65 + 0.7 * chance.share());
    Person person = new Person(number, chance.uuid(), kind, role, signedUpAt, presence);
    if (role != Role.CUSTOMER) {
      person.stays.add(new Stay(day, calendar.days()));
      return person;
    }
    int until = day + 1 + (int) chance.waiting(kind.stay);
    person.stays.add(new Stay(day, until));
    while (kind != Kind.PASSER_BY && until < calendar.days() && chance.happens(COMES_BACK)) {
      int from = until + (int) chance.between(50, 200);
      until = from + 1 + (int) chance.waiting(kind.stay);
      person.stays.add(new Stay(from, until));
    }
    if (chance.happens(DELETED)) {
      person.deletedAt = signedUpAt + chance.between(Times.DAY, 150 * Times.DAY);
    }
    return person;
  }

  /** The company's own people are there from the first days on. */
  private Role role(int number, int size) {
    int colleagues = Math.min(MOST_COLLEAGUES, 3 + size / USERS_PER_COLLEAGUE);
    int colleague = number / 3;
    if (colleague >= colleagues || number % 3 != 0) {
      return Role.CUSTOMER;
    }
    if (colleague == 0) {
      return Role.SUPERUSER;
    }
    return colleague < colleagues / 2 ? Role.STAFF : Role.TESTER;
  }

  private Kind kind() {
    double at = chance.share();
    for (Kind kind : Kind.values()) {
      at -= kind.share;
      if (at < 0) {
        return kind;
      }
    }
    return Kind.PASSER_BY;
  }
}
