package org.businessmetrics.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One mailbox, as in {@code ann@example.com}: without a display name, so that nothing has to be
 * quoted in a header, without a slash, so that it can name a file, and with a domain in lower case.
 */
public record MailAddress(String local, String domain) {
  private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9.!#$%&'*+=?^_`{|}~-]{1,64}");
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  public MailAddress {
    domain = domain.toLowerCase(Locale.ROOT);
    if (!LOCAL.matcher(local).matches() || !isDomain(domain)) {
      throw new IllegalArgumentException("must be an address, as in ann@example.com");
    }
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException whose message says what it must be
   */
  public static MailAddress parse(String text) {
    int at = text.lastIndexOf('@');
    return new MailAddress(text.substring(0, Math.max(at, 0)), text.substring(at + 1));
  }

  static boolean isDomain(String text) {
    return DOMAIN.matcher(text).matches();
  }

  /** As it stands in a header. */
  @Override
  public String toString() {
    return local + "@" + domain;
  }
}
