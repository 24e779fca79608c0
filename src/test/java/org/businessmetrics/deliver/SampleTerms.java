package org.businessmetrics.deliver;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.businessmetrics.calendar.BusinessCalendar;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.Delivery;
import org.businessmetrics.config.Delivery.Attachment;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.config.Delivery.When;
import org.businessmetrics.config.Mail;
import org.businessmetrics.config.MailAddress;
import org.businessmetrics.report.SampleReport;

/** Who gets the report in the tests. */
final class SampleTerms {
  static final String OWNER = "owner@example.com";
  static final String ANN = "ann@example.com";
  static final String BOB = "bob@example.com";

  private SampleTerms() {}

  /** Both get it daily. */
  static Terms daily() {
    return of(false, Set.of(Attachment.PDF), daily(ANN), daily(BOB));
  }

  static Terms of(boolean subjectFigures, Set<Attachment> attach, Recipient... recipients) {
    Delivery delivery =
        new Delivery(
            MailAddress.parse(OWNER),
            Stream.of(recipients).toList(),
            LocalTime.of(9, 0),
            Delivery.Gate.DEFAULT,
            subjectFigures,
            attach,
            new BigDecimal("0.01"),
            Optional.empty());
    return new Terms(
        "business-metrics",
        Period.DAILY,
        delivery,
        new Mail(MailAddress.parse("metrics@example.com"), List.of("example.com")),
        new BusinessCalendar(SampleReport.ZONE, DayOfWeek.MONDAY));
  }

  /** The same about the last day of each week or month. */
  static Terms every(Period period, Terms terms) {
    return new Terms(terms.report(), period, terms.delivery(), terms.mail(), terms.calendar());
  }

  static Recipient daily(String address) {
    return new Recipient(MailAddress.parse(address), When.DAILY);
  }

  static Recipient recipient(String address, When when) {
    return new Recipient(MailAddress.parse(address), when);
  }
}
