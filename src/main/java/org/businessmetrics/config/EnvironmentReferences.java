package org.businessmetrics.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the values of environment variables where a file says <code>${ENV:NAME}</code>. */
record EnvironmentReferences(Map<String, String> environment) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{ENV:([^}]*)}");

  /**
   * @throws IllegalArgumentException naming the variable that is not set
   */
  String expand(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = environment.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "the environment variable '%s' is not set".formatted(name));
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(expanded).toString();
  }
}
