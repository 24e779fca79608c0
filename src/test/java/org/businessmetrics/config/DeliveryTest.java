package org.businessmetrics.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.calendar.Period;
import org.businessmetrics.config.Delivery.Action;
import org.businessmetrics.config.Delivery.Attachment;
import org.businessmetrics.config.Delivery.Condition;
import org.businessmetrics.config.Delivery.Recipient;
import org.businessmetrics.config.Delivery.When;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {
  private static final Mail MAIL =
      new Mail(MailAddress.parse("metrics@example.com"), List.of("example.com"));

  private final Path file;

  DeliveryTest(@TempDir Path folder) {
    this.file = folder.resolve("report.yaml");
  }

  @Test
  void readsEveryKey() throws Exception {
    Delivery delivery =
        load(
            """
            version: 1
            tiles: [{metric: dau}]
            delivery:
              owner: data@example.com
              recipients:
                - ann@Example.com
                - {to: bob@example.com, when: weekly}
                - {to: "${ENV:BOARD}", when: exceptions}
              deadline: "7:30"
              gate: {failed_checks: hold, stale: hold}
              subject_figures: true
              attach: [pdf, csv]
              correction_above: 0.05
              list_unsubscribe: https://example.com/unsubscribe
            """);
    assertThat(delivery.owner()).hasToString("data@example.com");
    assertThat(delivery.recipients())
        .containsExactly(
            new Recipient(MailAddress.parse("ann@example.com"), When.DAILY),
            new Recipient(MailAddress.parse("bob@example.com"), When.WEEKLY),
            new Recipient(MailAddress.parse("board@example.com"), When.EXCEPTIONS));
    assertThat(delivery.deadline()).isEqualTo(LocalTime.of(7, 30));
    assertThat(delivery.gate().on(Condition.FAILED_CHECKS)).isEqualTo(Action.HOLD);
    assertThat(delivery.gate().on(Condition.MISSING_FIGURES)).isEqualTo(Action.BANNER);
    assertThat(delivery.subjectFigures()).isTrue();
    assertThat(delivery.attach()).containsExactlyInAnyOrder(Attachment.PDF, Attachment.CSV);
    assertThat(delivery.correctionAbove()).isEqualTo(new BigDecimal("0.05"));
    assertThat(delivery.listUnsubscribe()).contains("https://example.com/unsubscribe");
  }

  @Test
  void needsOnlyAnOwnerAndARecipient() throws Exception {
    Delivery delivery =
        load("delivery: {owner: data@example.com, recipients: [ann@example.com]}\n");
    assertThat(delivery.deadline()).isEqualTo(LocalTime.of(9, 0));
    assertThat(delivery.subjectFigures()).isFalse();
    assertThat(delivery.attach()).containsExactly(Attachment.PDF);
    assertThat(delivery.correctionAbove()).isEqualTo(new BigDecimal("0.01"));
    assertThat(delivery.gate()).isEqualTo(Delivery.Gate.DEFAULT);
    assertThat(delivery.gate().on(Condition.NO_FIGURES)).isEqualTo(Action.HOLD);
    assertThat(
            load("delivery: {owner: d@example.com, recipients: [a@example.com], attach: []}\n")
                .attach())
        .isEmpty();
  }

  @Test
  void refusesEveryAddressOutsideOfTheAllowedDomainsAtOnce() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    delivery:
                      owner: data@mail.example.com
                      recipients:
                        - ann@example.com
                        - {to: eve@elsewhere.org}
                        - no address
                    """))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessage(
            """
            report.yaml:2: delivery.owner is 'data@mail.example.com' (must be at one of example.com, the job's mail.allowed_domains)
            report.yaml:5: delivery.recipients[1].to is 'eve@elsewhere.org' (must be at one of example.com, the job's mail.allowed_domains)
            report.yaml:6: delivery.recipients[2] is 'no address' (must be an address, as in ann@example.com)"""
                .replace("report.yaml", file.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recipients: [../ann@example.com] | recipients[0] is '../ann@example.com' (must be an"
            + " address, as in ann@example.com)",
        "recipients: [] | recipients names none (name at least one, as in [ann@example.com])",
        "recipients: [a@example.com, a@example.com] | recipients has a@example.com twice (name"
            + " everybody once)",
        "deadline: 9h | deadline is '9h' (must be a time in quotes, as in \"09:00\")",
        "gate: {stale: wait} | gate.stale is 'wait' (must be one of send, banner, hold)",
        "gate: {stal: hold} | gate.stal is no key here (did you mean 'stale'?)",
        "attach: [png] | attach[0] is 'png' (must be one of pdf, csv)",
        "subject_figures: maybe | subject_figures is 'maybe' (must be true or false)",
        "correction_above: -1 | correction_above is -1 (must be >= 0, as in 0.01)",
        "list_unsubscribe: none | list_unsubscribe is 'none' (must begin with mailto: or https://)",
        "recipients: [{when: daily}] | recipients[0].to is missing",
        "recipents: [a@example.com] | recipents is no key here (did you mean 'recipients'?)",
      })
  void saysWhatAValueMustBe(String line, String message) {
    String recipients = line.startsWith("rec") ? "" : "  recipients: [a@example.com]\n";
    assertThatThrownBy(
            () -> load("delivery:\n  owner: d@example.com\n" + recipients + "  " + line + "\n"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("delivery." + message);
  }

  @Test
  void knowsWhenAReportIsMadeAndUnderWhichName() throws IOException {
    Files.writeString(file, "name: the-week\nperiod: weekly\n");
    ReportFile weekly = ReportFile.load(file, Optional.of(MAIL), Map.of());
    assertThat(weekly.name()).isEqualTo("the-week");
    assertThat(weekly.period()).isEqualTo(Period.WEEKLY);
    assertThat(weekly.outboxName()).isEqualTo(file.getFileName().toString().replace(".yaml", ""));
    assertThat(weekly.delivery()).isEmpty();
    Files.writeString(file, "version: 1\n");
    ReportFile daily = ReportFile.load(file, Optional.empty(), Map.of());
    assertThat(daily.name()).isEqualTo(daily.outboxName());
    assertThat(daily.period()).isEqualTo(Period.DAILY);
  }

  @Test
  void refusesAPeriodThatThereIsNot() {
    assertThatThrownBy(() -> load("period: hourly\n"))
        .hasMessageContaining("period is 'hourly' (must be one of daily, weekly, monthly)");
  }

  @ParameterizedTest
  @CsvSource({"monthly, weekly", "weekly, monthly"})
  void onlyADailyReportGoesToSomebodyMoreSeldom(String period, String when) {
    String text =
        """
        period: %s
        delivery:
          owner: d@example.com
          recipients: [{to: a@example.com, when: %s}]
        """;
    assertThatThrownBy(() -> load(text.formatted(period, when)))
        .hasMessageContaining(
            "delivery sends to a@example.com %s, and the report is made %s (leave when out)"
                .formatted(when, period));
    assertThatCode(() -> load(text.formatted(period, period))).doesNotThrowAnyException();
    assertThatCode(() -> load(text.formatted(period, "exceptions"))).doesNotThrowAnyException();
  }

  private Delivery load(String text) throws IOException {
    Files.writeString(file, text);
    return ReportFile.load(file, Optional.of(MAIL), Map.of("BOARD", "board@example.com"))
        .delivery()
        .orElseThrow();
  }
}
