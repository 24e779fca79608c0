package org.businessmetrics.source;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.businessmetrics.config.ExitCode;
import org.businessmetrics.config.Failure;

/**
 * The job's values that a source needs.
 *
 * @param zone of the business days
 * @param internalEmailDomains compared on the source's server only, without case
 * @param internalUserIds ids of accounts that are internal whatever the source says
 * @param activityWhere which rows of activity make a user active: a Spark SQL predicate over the
 *     canonical columns
 */
public record SourceSettings(
    ZoneId zone,
    List<String> internalEmailDomains,
    List<String> internalUserIds,
    Optional<String> activityWhere) {
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
  // What a quoted SQL literal can hold on any server, whatever its settings.
  private static final Pattern USER_ID = Pattern.compile("[^'\\\\\\p{Cntrl}]{1,200}");

  public SourceSettings {
    internalEmailDomains =
        internalEmailDomains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
    internalUserIds = List.copyOf(internalUserIds);
    internalEmailDomains.forEach(
        domain -> check(DOMAIN, domain, "internal.email_domains", "a domain such as example.com"));
    internalUserIds.forEach(
        id ->
            check(
                USER_ID,
                id,
                "internal.user_ids",
                "1 to 200 characters without quote, backslash or control character"));
  }

  private static void check(Pattern pattern, String value, String key, String allowed) {
    if (!pattern.matcher(value).matches()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Invalid %s: '%s' (must be %s)"
              .formatted(key, value.replaceAll("\\p{Cntrl}", "?"), allowed));
    }
  }
}
