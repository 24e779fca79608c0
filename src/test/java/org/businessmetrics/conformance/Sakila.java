package org.businessmetrics.conformance;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.businessmetrics.conformance.Question.Compared;

/**
 * A DVD rental of 2005: a rental is activity, a payment is cash in US dollars, and an account
 * begins with its first rental (the column for it holds a later date).
 */
final class Sakila {
  private Sakila() {}

  static List<Question> questions(Path data, Path work) {
    Path folder = work.resolve("sakila");
    convert(data, folder.resolve("source"));
    DataSet set = new DataSet(data, folder, "zone: UTC\n", Instant.parse("2006-03-01T12:00:00Z"));
    return Stream.concat(ofUsers(set), ofRowsAndMoney(set)).toList();
  }

  private static Stream<Question> ofUsers(DataSet set) {
    return Stream.of(
        new Compared(
            "monthly active customers",
            DataSet.figures(set.published("mau")),
            () -> set.rows(months("active_users", "period_start < '2005-08-01'"))),
        new Compared(
            "monthly active customers of the other months",
            List.of("2005-08 599", "2006-02 158"),
            () ->
                set.rows(
                    months("active_users", "period_start >= '2005-08-01' and active_users > 0"))),
        new Compared(
            "customers of May or June",
            List.of(set.published("may_june_union").asText()),
            () -> set.rows("select metrics.active_users('2005-05-01', '2005-06-30')")),
        new Compared(
            "customers of the month before who came back",
            List.of("2005-06 512", "2005-07 590", "2005-08 599"),
            () -> set.rows(months("returning_users", "returning_users > 0"))),
        // The lab's last pair is August and February; here those six months apart are no return.
        new Compared(
            "customers back after half a year, who are resurrected",
            List.of("2006-02 158"),
            () ->
                set.rows(
                    months(
                        "resurrected_users",
                        "period_start > '2005-08-01' and resurrected_users > 0"))),
        new Compared(
            "customers, by their first rental",
            List.of("599 599"),
            () ->
                set.rows(
                    """
                    select sum(signups), sum(new_users) from metrics.active_users_calendar
                    where grain = 'month'
                    """)));
  }

  private static Stream<Question> ofRowsAndMoney(DataSet set) {
    return Stream.of(
        new Compared(
            "rentals by month",
            DataSet.figures(set.published("events_by_month")),
            () ->
                set.factRows(
                    """
                    select date_format(day, 'yyyy-MM') as month, sum(events) from user_day_facts
                    where day < date'2005-08-01' group by 1 order by 1
                    """)),
        sampleCustomers(set, "may", "2005-05"),
        sampleCustomers(set, "june", "2005-06"),
        new Compared(
            "revenue",
            List.of("USD 67416.51"),
            () ->
                set.rows(
                    """
                    select currency, round(sum(net), 2) from metrics.revenue_daily
                    group by currency
                    """)),
        new Compared(
            "payments above 0, each an attempt that succeeded",
            List.of("USD 16025 16025 67416.51"),
            () ->
                set.rows(
                    """
                    select currency, sum(attempts), sum(succeeded), round(sum(amount_succeeded), 2)
                    from metrics.payments_daily group by currency
                    """)));
  }

  private static Question sampleCustomers(DataSet set, String name, String month) {
    List<String> published = DataSet.figures(set.published("sample_customers").path(name));
    String ids =
        String.join(", ", published.stream().map(p -> "'%s'".formatted(p.split(" ")[0])).toList());
    return new Compared(
        "rentals of some customers in " + name,
        published,
        () ->
            set.factRows(
                """
                select user_id, sum(events) from user_day_facts
                where user_id in (%s) and date_format(day, 'yyyy-MM') = '%s'
                group by user_id order by user_id
                """
                    .formatted(ids, month)));
  }

  private static String months(String column, String where) {
    return """
        select to_char(period_start, 'YYYY-MM'), %s from metrics.active_users_calendar
        where grain = 'month' and %s order by period_start
        """
        .formatted(column, where);
  }

  private static void convert(Path data, Path source) {
    List<Map<String, String>> rentals = PublishedData.rows(data.resolve("rental.csv"));
    Map<String, String> signups = new TreeMap<>();
    rentals.forEach(
        row ->
            signups.merge(
                PublishedData.cell(row, "customer_id"),
                PublishedData.cell(row, "rental_date"),
                (one, other) -> one.compareTo(other) < 0 ? one : other));
    PublishedData.write(
        source.resolve("accounts.csv"),
        List.of("user_id", "signed_up_at"),
        PublishedData.rows(data.resolve("customer.csv")).stream()
            .map(row -> PublishedData.cell(row, "customer_id"))
            .map(id -> List.of(id, instant(signups.getOrDefault(id, "")))));
    PublishedData.write(
        source.resolve("activity.csv"),
        List.of("user_id", "occurred_at"),
        rentals.stream()
            .map(
                row ->
                    List.of(
                        PublishedData.cell(row, "customer_id"),
                        instant(PublishedData.cell(row, "rental_date")))));
    PublishedData.write(
        source.resolve("payments.csv"),
        List.of("payment_id", "user_id", "occurred_at", "kind", "status", "amount", "currency"),
        PublishedData.rows(data.resolve("payment.csv")).stream()
            .map(
                row ->
                    List.of(
                        PublishedData.cell(row, "payment_id"),
                        PublishedData.cell(row, "customer_id"),
                        instant(PublishedData.cell(row, "payment_date")),
                        "charge",
                        "succeeded",
                        PublishedData.cell(row, "amount"),
                        "USD")));
  }

  private static String instant(String utc) {
    return utc.replace(' ', 'T') + "Z";
  }
}
