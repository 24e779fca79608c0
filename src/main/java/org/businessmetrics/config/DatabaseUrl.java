package org.businessmetrics.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL URL as people have it, {@code postgres://user:password@host/database} or JDBC's,
 * with the user and the password taken out.
 */
record DatabaseUrl(String jdbc, Optional<String> user, Optional<String> password) {

  static DatabaseUrl parse(String variable, String url) {
    String rest = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    if (rest.startsWith("postgres:")) {
      rest = "postgresql:" + rest.substring("postgres:".length());
    }
    if (!rest.startsWith("postgresql:")) {
      throw new Failure(
          ExitCode.CONFIGURATION,
          "%s is no PostgreSQL URL (must look like postgresql://host:5432/database)"
              .formatted(variable));
    }
    Optional<String> user = Optional.empty();
    Optional<String> password = Optional.empty();
    int query = rest.indexOf('?');
    String address = query < 0 ? rest : rest.substring(0, query);
    int at = address.lastIndexOf('@');
    int slashes = address.indexOf("//");
    if (slashes >= 0 && at > slashes) {
      String[] credentials = address.substring(slashes + 2, at).split(":", 2);
      user = Optional.of(decode(credentials[0])).filter(text -> !text.isEmpty());
      password = credentials.length > 1 ? Optional.of(decode(credentials[1])) : password;
      address = address.substring(0, slashes + 2) + address.substring(at + 1);
    }
    List<String> parameters = new ArrayList<>();
    if (query >= 0) {
      for (String parameter : rest.substring(query + 1).split("&")) {
        if (parameter.startsWith("user=")) {
          user = Optional.of(decode(parameter.substring("user=".length())));
        } else if (parameter.startsWith("password=")) {
          password = Optional.of(decode(parameter.substring("password=".length())));
        } else {
          parameters.add(parameter);
        }
      }
    }
    String suffix = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return new DatabaseUrl("jdbc:" + address + suffix, user, password);
  }

  private static String decode(String text) {
    // A plus sign is itself in the user part of a URL.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return jdbc;
  }
}
