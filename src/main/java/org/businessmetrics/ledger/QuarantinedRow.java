package org.businessmetrics.ledger;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A row of the source that can't be used. Never holds personal data.
 *
 * @param sourceTable the relation it came from
 * @param rowKey its id, or file and line
 * @param reason why, as one word or a short sentence; rows are counted by it
 * @param day the business day it is about, where that is known
 */
public record QuarantinedRow(
    String sourceTable, String rowKey, String reason, Optional<LocalDate> day) {}
