package org.businessmetrics.deliver;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a message about a report says beside the report.
 *
 * @param isDelayed whether it is later than promised, and no correction
 * @param banner what is wrong with the report, in words
 * @param unusual the figures outside their usual range, a line each
 * @param correction what moved since a message about the same day
 * @param since what moved since the last message, about an earlier day
 * @param usualMovement by how much a newest day usually still moves; empty when that is not known
 * @param isTest whether somebody tries out the sending
 */
record Occasion(
    boolean isDelayed,
    List<String> banner,
    List<String> unusual,
    Optional<Comparison> correction,
    Optional<Comparison> since,
    Optional<BigDecimal> usualMovement,
    boolean isTest) {
  private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

  /** How many things ask for attention. */
  int toLookAt() {
    return banner.size() + unusual.size();
  }

  /** A day is called provisional only where that means something. */
  boolean isProvisional() {
    return usualMovement.filter(by -> by.compareTo(ONE_PERCENT) > 0).isPresent();
  }
}
