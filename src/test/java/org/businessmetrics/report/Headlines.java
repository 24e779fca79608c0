package org.businessmetrics.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The headline metrics as the catalog gives them. */
final class Headlines {
  static final Map<String, HeadlineInfo> ALL =
      Stream.of(
              HeadlineInfo.of("dau", "Daily active users", "users", "day"),
              HeadlineInfo.of("wau", "Weekly active users", "users", "day"),
              HeadlineInfo.of("mau", "Monthly active users", "users", "day"),
              HeadlineInfo.of("stickiness", "Stickiness (DAU / MAU)", "rate", "day"),
              HeadlineInfo.of("new_users", "New users", "users", "day"),
              HeadlineInfo.of("returning_users", "Returning users", "users", "day"),
              HeadlineInfo.of("resurrected_users", "Resurrected users", "users", "day"),
              HeadlineInfo.of("dormant_users", "Dormant users", "users", "day"),
              HeadlineInfo.of("signups", "Sign-ups", "users", "day"),
              HeadlineInfo.of("active_users_week", "Active users of the week", "users", "week"),
              HeadlineInfo.of("active_users_month", "Active users of the month", "users", "month"),
              HeadlineInfo.of("net_revenue", "Net revenue", "currency", "day"),
              HeadlineInfo.of("refunds", "Refunds", "currency", "day"),
              HeadlineInfo.of("net_revenue_30d", "Net revenue of 30 days", "currency", "day"),
              HeadlineInfo.of("payers", "Payers", "users", "day"),
              HeadlineInfo.of("payers_30d", "Payers of 30 days", "users", "day"),
              HeadlineInfo.of("arpu", "Revenue per active user", "currency", "day"),
              HeadlineInfo.of("arppu", "Revenue per payer", "currency", "day"))
          .collect(TreeMap::new, (map, info) -> map.put(info.name(), info), Map::putAll);

  private Headlines() {}
}
