package org.businessmetrics.catalog;

import java.util.Arrays;
import java.util.List;
import org.businessmetrics.config.Relation;

/** The relations that a query may read beside the results of other metrics. */
final class Relations {
  /** Kept by the pipeline itself, from the canonical relations. */
  static final List<String> FACTS =
      List.of("user_day", "signup", "user_revenue_day", "currency_seen", "business_day");

  static final List<String> CANONICAL =
      Arrays.stream(Relation.values()).map(Relation::relationName).toList();

  private Relations() {}
}
