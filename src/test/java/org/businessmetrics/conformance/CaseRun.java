package org.businessmetrics.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.businessmetrics.calendar.BusinessCalendar;

/**
 * One question of a case in one zone.
 *
 * @param name within the case
 * @param params those of the case, with those of the run over them
 * @param expected what {@code expected.json} says about this run
 * @param signups when each user created his account; none where the case knows no accounts
 * @param longForm the same once more as rows of period, users and status; missing for most
 */
record CaseRun(
    String name,
    JsonNode params,
    JsonNode expected,
    JsonNode longForm,
    ZoneId zone,
    List<CaseEvent> events,
    Map<String, Instant> signups) {

  /** The same run in other words. */
  CaseRun with(JsonNode otherParams, List<CaseEvent> others, Map<String, Instant> otherSignups) {
    return new CaseRun(name, otherParams, expected, longForm, zone, others, otherSignups);
  }

  /** Days, weeks and months as this run has them. */
  BusinessCalendar calendar() {
    return new BusinessCalendar(zone, weekStart());
  }

  Optional<Grain> grain() {
    return Grain.named(params.path("granularity").asText(Grain.DAY.text()));
  }

  boolean has(String key) {
    return params.hasNonNull(key);
  }

  /** A bound of a range: a date, or the local date of an instant. */
  LocalDate date(String key) {
    String text = params.path(key).asText();
    return text.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)")
        ? calendar().dayOf(OffsetDateTime.parse(text).toInstant())
        : LocalDate.parse(text.replaceFirst("[T ].*", ""));
  }

  /** Whether the run names its days, or the periods of its figures. */
  boolean hasRange() {
    return (has("from") && has("to")) || expected.path("periods").isArray();
  }

  /** The starts of the periods that a series of this run has a figure for. */
  List<LocalDate> periods(Grain grain) {
    return has("from") && has("to")
        ? grain.periods(date("from"), date("to"), calendar())
        : PublishedData.texts(expected.path("periods")).stream().map(LocalDate::parse).toList();
  }

  /** The one series of figures that was published, or the one figure; empty where it is neither. */
  List<String> series() {
    JsonNode series =
        expected.isObject() && expected.size() == 1 ? expected.elements().next() : expected;
    return series.isArray() || series.isNumber() ? PublishedData.texts(series) : List.of();
  }

  /** The names of the events that make a user active; none for all. */
  List<String> kinds() {
    return has("event") ? PublishedData.texts(params.path("event")) : List.of();
  }

  /** Events that make a user active. */
  List<CaseEvent> activity() {
    return events.stream().filter(e -> kinds().isEmpty() || kinds().contains(e.kind())).toList();
  }

  /** As said, else that of the first week named, else Sunday: the default of most such tools. */
  private DayOfWeek weekStart() {
    if (has("week_start")) {
      return DayOfWeek.valueOf(params.path("week_start").asText().toUpperCase(Locale.ROOT));
    }
    JsonNode week =
        params.has("weeks") ? params.path("weeks").path(0) : expected.path("periods").path(0);
    boolean named =
        week.isTextual() && (params.has("weeks") || grain().equals(Optional.of(Grain.WEEK)));
    return named ? LocalDate.parse(week.asText()).getDayOfWeek() : DayOfWeek.SUNDAY;
  }
}
