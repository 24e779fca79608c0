package org.businessmetrics.catalog;

import java.util.regex.Pattern;

/** Names that become identifiers in SQL: quoted nowhere, so none may need quotes. */
final class Names {
  static final String RULE =
      "names are lower-case letters, digits and _, begin with a letter and have 63 characters at"
          + " most";

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private Names() {}

  static boolean isIdentifier(String name) {
    return IDENTIFIER.matcher(name).matches();
  }
}
