package org.businessmetrics.audit;

import java.time.LocalDate;

/**
 * An operator's word that a failed check may be published.
 *
 * @param check {@code metric.check}, or the check's name alone
 * @param day the offending day
 * @param reason kept with the result and shown on the page
 */
public record Acceptance(String check, LocalDate day, String reason) {
  boolean covers(String checkName, LocalDate offendingDay) {
    boolean named = checkName.equals(check) || checkName.endsWith("." + check);
    return named && day.equals(offendingDay);
  }
}
