package org.businessmetrics.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small company in CSV files: three customers over five days, from 2026-01-01. */
final class Shop {
  private Shop() {}

  static void write(Path folder) {
    Terminal.write(
        folder.resolve("accounts.csv"),
        """
        user_id,signed_up_at
        ann,2026-01-01T08:00:00Z
        bob,2026-01-02T08:00:00Z
        cleo,2026-01-04T08:00:00Z
        """);
    Terminal.write(folder.resolve("activity.csv"), ACTIVITY);
    Terminal.write(
        folder.resolve("payments.csv"),
        """
        payment_id,user_id,occurred_at,kind,status,amount,currency
        p1,ann,2026-01-02T10:00:00Z,charge,succeeded,19.99,USD
        p2,bob,2026-01-05T10:00:00Z,charge,succeeded,1000000000.01,EUR
        p3,ann,2026-01-05T11:00:00Z,charge,succeeded,5.00,USD
        """);
  }

  /** A report that the project ships, with whom it goes to. */
  static void writeReport(Path file, String shipped, String recipients) throws IOException {
    Terminal.write(
        file,
        Files.readString(Path.of("reports", shipped + ".yaml"))
            + """

            delivery:
              owner: owner@example.com
              recipients: [%s]
            """
                .formatted(recipients));
  }

  /** A visit of the fifth day that nobody had heard of. */
  static void writeLateRow(Path folder) {
    Terminal.write(folder.resolve("activity.csv"), ACTIVITY + "cleo,2026-01-05T23:30:00Z\n");
  }

  private static final String ACTIVITY =
      """
      user_id,occurred_at
      ann,2026-01-01T09:00:00Z
      bob,2026-01-02T09:00:00Z
      ann,2026-01-03T09:00:00Z
      cleo,2026-01-04T09:00:00Z
      ann,2026-01-05T09:00:00Z
      bob,2026-01-05T10:00:00Z
      ann,2026-01-06T09:00:00Z
      """;
}
