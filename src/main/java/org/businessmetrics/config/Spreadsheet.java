package org.businessmetrics.config;

/** Text for the cells of a CSV file that somebody opens in a spreadsheet. */
public final class Spreadsheet {
  private static final String FORMULA = "=+-@\t\r\n";

  private Spreadsheet() {}

  /**
   * The text, with an apostrophe before what a spreadsheet would run as a formula (CWE-1236): the
   * names of features and plans are other people's words.
   */
  public static String text(String text) {
    boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return isFormula ? "'" + text : text;
  }
}
