package org.businessmetrics.config;

import java.util.List;
import java.util.Locale;

/**
 * The operator's side of mail: who sends, and where mail may go at all.
 *
 * @param from the sender's address
 * @param allowedDomains no mail goes to an address outside of these; lower case
 */
public record Mail(MailAddress from, List<String> allowedDomains) {
  public Mail {
    allowedDomains =
        allowedDomains.stream().map(d -> d.toLowerCase(Locale.ROOT)).distinct().sorted().toList();
    if (allowedDomains.isEmpty()) {
      throw new IllegalArgumentException(
          "allowed_domains names none (name the domains that mail may go to, as in [example.com])");
    }
    for (String domain : allowedDomains) {
      if (!MailAddress.isDomain(domain)) {
        throw new IllegalArgumentException(
            "allowed_domains has '%s' (must be domains, as in example.com)".formatted(domain));
      }
    }
  }

  /** Whether mail may go to this address; a subdomain is a domain of its own. */
  public boolean allows(MailAddress address) {
    return allowedDomains.contains(address.domain());
  }
}
