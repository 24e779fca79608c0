package org.businessmetrics.catalog;

import java.util.Arrays;
import java.util.List;
import org.businessmetrics.config.Relation;

/** The relations that a query may read beside the results of other metrics. */
final class Relations {
  /** Kept by the pipeline itself, from the canonical relations. */
  static final List<String> FACTS =
      List.of(
          "signup",
          "user_day",
          "user_feature_day",
          "user_event",
          "user_revenue_day",
          "charge",
          "mrr_change",
          "mrr_state",
          "cohort_state",
          "payment_attempt",
          "user_segment",
          "user_state",
          "feature_state",
          "currency_state",
          "subscription_span",
          "funnel_definition",
          "funnel_cohort",
          "business_day");

  static final List<String> CANONICAL =
      Arrays.stream(Relation.values()).map(Relation::relationName).toList();

  private Relations() {}
}
