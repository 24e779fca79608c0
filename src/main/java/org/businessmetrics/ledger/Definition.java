package org.businessmetrics.ledger;

/**
 * The definition under which figures were published.
 *
 * @param metric the metric's name
 * @param version raised when the meaning changes
 * @param sha256 of the query, its declaration and the job keys it reads, in hexadecimal
 */
public record Definition(String metric, int version, String sha256) {}
