package org.businessmetrics.ledger;

import java.time.LocalDate;
import org.businessmetrics.ledger.Outbox.Kind;

/**
 * What there is one message of.
 *
 * @param report the name of the report's file without its ending
 * @param dataVersion 0 in a notice that the day is not published
 */
public record MessageKey(
    String report, LocalDate day, int dataVersion, Kind kind, String recipient) {}
