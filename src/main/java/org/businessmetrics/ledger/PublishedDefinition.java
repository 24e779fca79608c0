package org.businessmetrics.ledger;

import java.time.LocalDate;

/** What a metric meant when a day was last published. */
public record PublishedDefinition(String metric, LocalDate day, String sha256) {}
