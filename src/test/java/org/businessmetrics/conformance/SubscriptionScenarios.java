package org.businessmetrics.conformance;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.businessmetrics.conformance.Question.Compared;
import org.businessmetrics.conformance.Question.NotCovered;
import org.businessmetrics.testing.Pipeline;

/**
 * Small cases of several tools in one night: each has a currency of its own, and amounts are never
 * added across them.
 */
final class SubscriptionScenarios {
  private static final String NOW = "2026-03-01T12:00:00Z";
  private static final String KEYS =
      """
      zone: UTC
      history_from: 2023-12-15
      range_days: 1000
      metrics: [subscriptions_daily, mrr_movements]
      """;
  private static final String PRICES = "PRC";
  private static final String BRIDGE = "BRG";

  /** Why figures of Polar's are not compared; the others are. */
  private static final Map<String, String> NOT_COVERED =
      Map.of(
          "active_subscriptions", "customers are counted here, not subscriptions",
          "committed_mrr_cents", "the last state of a row does not tell when its end was known",
          "trial_mrr_cents", "a trial that is canceled later is left out before there",
          "trial_committed_mrr_cents", "no table has it",
          "churn_rate", "by the day of the request there, of subscriptions",
          "rolling30_churn_rate", "by the day of the request there, of subscriptions");

  private final Path folder;
  private final List<PublishedSubscription> subscriptions = new ArrayList<>();
  private final Map<String, String> currencies = new LinkedHashMap<>();
  private final Night night;

  private SubscriptionScenarios(Path folder, Path work) {
    this.folder = folder;
    Path source = work.resolve("source");
    addPolar();
    addPrices();
    addBridge();
    PublishedSubscription.write(source, subscriptions);
    this.night = new Night(Pipeline.overCsv(work, source, KEYS), Instant.parse(NOW));
  }

  /**
   * @param folder with the folders of the cases
   */
  static List<Question> questions(Path folder, Path work) {
    SubscriptionScenarios scenarios = new SubscriptionScenarios(folder, work);
    return Stream.concat(
            scenarios.polar().stream(), Stream.of(scenarios.prices(), scenarios.bridge()))
        .toList();
  }

  private List<Question> polar() {
    List<Question> questions = new ArrayList<>();
    Map<String, List<Map<String, String>>> figures = new LinkedHashMap<>();
    for (Map<String, String> row : rows("04_polar_metrics", "expected.csv")) {
      figures
          .computeIfAbsent(
              PublishedData.cell(row, "scenario") + ": " + PublishedData.cell(row, "metric"),
              k -> new ArrayList<>())
          .add(row);
    }
    figures.forEach(
        (name, rows) -> {
          String scenario = PublishedData.cell(rows.get(0), "scenario");
          String metric = PublishedData.cell(rows.get(0), "metric");
          if (scenario.startsWith("fx_")) {
            questions.add(
                new NotCovered(
                    name,
                    "it is converted at the rates of the month's payments, not at a day's rate"));
          } else if (metric.equals("mrr_cents") || metric.equals("arpu_cents")) {
            questions.add(
                new Compared(
                    name,
                    rows.stream().map(row -> PublishedData.cell(row, "value")).toList(),
                    () -> rows.stream().map(row -> polarFigure(scenario, metric, row)).toList()));
          } else {
            questions.add(
                new NotCovered(
                    name, NOT_COVERED.getOrDefault(metric, "it is about orders, not about MRR")));
          }
        });
    return questions;
  }

  /** The figure at the period's end; a currency that nobody ever paid in has no rows. */
  private String polarFigure(String scenario, String metric, Map<String, String> row) {
    String column = metric.equals("mrr_cents") ? "mrr" : "arpa";
    List<String> found =
        night.rows(
            "select round(%s * 100) from metrics.subscriptions_daily where plan = 'all' and currency = '%s' and day = '%s'"
                .formatted(column, currency(scenario), end(PublishedData.cell(row, "period"))));
    return found.isEmpty() ? "0" : found.get(0);
  }

  private Question prices() {
    List<String> published =
        rows("02_killbill_mrr_normalisation", "expected_mrr.csv").stream()
            .filter(row -> new BigDecimal(PublishedData.cell(row, "mrr_4dp_half_up")).signum() > 0)
            .map(
                row ->
                    PublishedData.cell(row, "row")
                        + "|"
                        + PublishedData.cell(row, "mrr_4dp_half_up"))
            .toList();
    return new Compared(
        "Kill Bill: MRR of monthly and annual prices",
        published,
        () ->
            night.rows(
                """
                select plan, round(mrr, 4) from metrics.subscriptions_daily
                where currency = '%s' and plan <> 'all' and day = '2024-01-31' order by plan::integer
                """
                    .formatted(PRICES)));
  }

  private Question bridge() {
    return new Compared(
        "a month that closes: opening, new, expansion, churn, closing in cents, and customers",
        List.of("12400|4900|3000|2500|17800|2"),
        () ->
            night.rows(
                """
                select round(opening_mrr * 100), round(new_mrr * 100), round(expansion_mrr * 100),
                  round(churned_mrr * 100), round(closing_mrr * 100), closing_customers
                from metrics.mrr_movements_total
                where currency = '%s' and grain = 'month' and period_start = '2026-02-01'
                """
                    .formatted(BRIDGE)));
  }

  private void addPolar() {
    for (Map<String, String> row : rows("04_polar_metrics", "subscriptions.csv")) {
      String scenario = PublishedData.cell(row, "scenario");
      String price = PublishedData.cell(row, "list_amount_cents");
      String discount = PublishedData.cell(row, "discount_basis_points");
      String trialEnd = PublishedData.cell(row, "trial_end");
      String ends =
          PublishedData.cell(row, "ended_at").isEmpty()
              ? PublishedData.cell(row, "ends_at")
              : PublishedData.cell(row, "ended_at");
      boolean isGivenUp =
          ends.isEmpty() && !PublishedData.cell(row, "cancel_requested_at").isEmpty();
      subscriptions.add(
          new PublishedSubscription(
              scenario + "-" + PublishedData.cell(row, "subscription_id"),
              scenario + "-" + PublishedData.cell(row, "customer_id"),
              "standard",
              new BigDecimal(price).movePointLeft(2).toPlainString(),
              discount.isEmpty()
                  ? ""
                  : new BigDecimal(price)
                      .multiply(new BigDecimal(discount))
                      .movePointLeft(6)
                      .toPlainString(),
              currency(scenario),
              PublishedData.cell(row, "interval"),
              Integer.parseInt(PublishedData.cell(row, "interval_count")),
              PublishedData.cell(row, "started_at"),
              trialEnd,
              isGivenUp ? trialEnd : ends));
    }
  }

  private void addPrices() {
    for (Map<String, String> row : rows("02_killbill_mrr_normalisation", "prices.csv")) {
      String months = PublishedData.cell(row, "interval_months");
      if (!months.isEmpty()) {
        String id = PublishedData.cell(row, "row");
        subscriptions.add(
            new PublishedSubscription(
                "price-" + id,
                "price-" + id,
                id,
                PublishedData.cell(row, "price"),
                "",
                PRICES,
                "month",
                Integer.parseInt(months),
                "2024-01-01",
                "",
                ""));
      }
    }
  }

  /** A row a customer and month, each a subscription that lasts for the month. */
  private void addBridge() {
    for (Map<String, String> row :
        rows("13_rollforward_identity", "bruin_customer_month_mrr.csv")) {
      YearMonth month = YearMonth.parse(PublishedData.cell(row, "month"));
      String customer = PublishedData.cell(row, "customer");
      subscriptions.add(
          PublishedSubscription.monthly(
              customer + "-" + month,
              customer,
              "standard",
              new BigDecimal(PublishedData.cell(row, "ending_mrr_minor"))
                  .movePointLeft(2)
                  .toPlainString(),
              BRIDGE,
              month.atDay(1).toString(),
              month.plusMonths(1).atDay(1).toString()));
    }
  }

  private String currency(String scenario) {
    int number = currencies.size();
    return currencies.computeIfAbsent(
        scenario, s -> "Q%c%c".formatted('A' + number / 26, 'A' + number % 26));
  }

  private List<Map<String, String>> rows(String of, String file) {
    return PublishedData.rows(folder.resolve(of).resolve(file));
  }

  /** The last day of a day, a month or a year. */
  private static LocalDate end(String period) {
    return switch (period.length()) {
      case 4 -> LocalDate.of(Integer.parseInt(period), 12, 31);
      case 7 -> YearMonth.parse(period).atEndOfMonth();
      default -> LocalDate.parse(period);
    };
  }
}
