package org.businessmetrics.report;

import java.math.BigDecimal;
import java.util.Optional;
import org.businessmetrics.report.ReportConfig.Segment;
import org.businessmetrics.report.ReportSnapshot.Band;
import org.businessmetrics.report.ReportSnapshot.Point;

/**
 * One figure of a report.
 *
 * @param title what the page calls it
 * @param grain of which days it is, in a word
 * @param band where it would usually be
 * @param target what its metric should reach in the month of its day
 * @param people of how many people a rate is
 */
record CsvRow(
    String metric,
    String title,
    String grain,
    Segment segment,
    Optional<String> currency,
    Unit unit,
    Point point,
    Optional<Band> band,
    Optional<BigDecimal> target,
    Optional<BigDecimal> people) {}
