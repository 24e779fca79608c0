package org.businessmetrics.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where mail is handed in, and how the connection is kept secret. It prints without the password.
 *
 * @param user empty: the server asks for none
 */
public record MailServer(
    String host, int port, Security security, Optional<String> user, Optional<Secret> password) {
  static final String EXAMPLE = "smtp://user:password@mail.example.com:587, or smtps:// for TLS";

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** How a connection is protected. */
  public enum Security {
    /** Begins in plain text and must go on in TLS. */
    STARTTLS,
    /** TLS from the first byte. */
    TLS,
    /** Not at all: on this machine only. */
    NONE
  }

  /**
   * Reads {@code SMTP_URL}. Of a URL that can't be read nothing is repeated: it may hold a password
   * anywhere.
   */
  static MailServer parse(String url) {
    URI uri = uri(url);
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    boolean implicit = scheme.equals("smtps");
    if ((!implicit && !scheme.equals("smtp")) || host == null) {
      throw unreadable();
    }
    boolean local = THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
    Security security =
        implicit ? Security.TLS : isPlain(uri, local) ? Security.NONE : Security.STARTTLS;
    int port = uri.getPort() >= 0 ? uri.getPort() : defaultPort(security);
    String[] credentials = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
    Optional<String> user = Optional.of(decode(credentials[0])).filter(text -> !text.isEmpty());
    Optional<Secret> password =
        credentials.length > 1 ? Optional.of(new Secret(decode(credentials[1]))) : Optional.empty();
    if (user.isPresent() != password.isPresent()) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "SMTP_URL has a user or a password alone (give both or neither, as in %s)"
              .formatted(EXAMPLE));
    }
    return new MailServer(host, port, security, user, password);
  }

  private static URI uri(String url) {
    try {
      return new URI(url.strip());
    } catch (URISyntaxException e) {
      // Its message would repeat the URL.
      throw unreadable();
    }
  }

  /** {@code ?plain=true}, which only a server on this machine may be spoken to with. */
  private static boolean isPlain(URI uri, boolean local) {
    String query = uri.getRawQuery();
    if (query == null) {
      return false;
    }
    if (!query.equals("plain=true")) {
      throw unreadable();
    }
    if (!local) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "SMTP_URL asks for plain text to %s (allowed to localhost only; leave out ?plain=true for STARTTLS)"
              .formatted(uri.getHost()));
    }
    return true;
  }

  private static int defaultPort(Security security) {
    return switch (security) {
      case STARTTLS -> 587;
      case TLS -> 465;
      case NONE -> 25;
    };
  }

  private static Failure unreadable() {
    return new Failure(
        ExitCode.CONFIGURATION,
        "SMTP_URL is no mail server's URL (must be as in %s; what is no letter or digit in user and password as %%XX)"
            .formatted(EXAMPLE));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** As in {@code mail.example.com:587}. */
  public String display() {
    return host + ":" + port;
  }
}
