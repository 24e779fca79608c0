package org.businessmetrics.config;

import java.util.Optional;

/**
 * Where a PostgreSQL database is and who asks. The URL carries no password; it is safe to print.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://host:port/database}
 */
public record DatabaseAddress(String url, Optional<String> user, Optional<Secret> password) {
  private static final String PREFIX = "jdbc:postgresql:";

  public DatabaseAddress {
    if (!url.startsWith(PREFIX)) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "Invalid database URL: '%s' (must start with %s, as in jdbc:postgresql://localhost:5432/app)"
              .formatted(withoutParameters(url), PREFIX));
    }
  }

  /** The address without user, password and parameters, for messages. */
  public String display() {
    return withoutParameters(url.substring(PREFIX.length()));
  }

  private static String withoutParameters(String url) {
    int parameters = url.indexOf('?');
    String address = parameters < 0 ? url : url.substring(0, parameters);
    return address.replaceAll("//[^/@]*@", "//***@");
  }
}
