package org.businessmetrics.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody who mistyped a name most likely meant. */
public final class Suggestion {
  private Suggestion() {}

  /** The allowed name with the fewest edits from the given one, if it is near at all. */
  public static Optional<String> nearest(String given, Collection<String> allowed) {
    String lower = given.toLowerCase(Locale.ROOT);
    return allowed.stream()
        .filter(name -> edits(lower, name.toLowerCase(Locale.ROOT)) <= limit(given, name))
        .min(
            Comparator.comparingInt((String name) -> edits(lower, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code " (did you mean 'x'?)"}, or nothing when no name is near. */
  public static String hint(String given, Collection<String> allowed) {
    return nearest(given, allowed).map(name -> " (did you mean '" + name + "'?)").orElse("");
  }

  private static int limit(String given, String name) {
    return Math.max(1, Math.max(given.length(), name.length()) / 3);
  }

  /** Levenshtein's distance, with neighbouring letters swapped as one edit. */
  private static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
