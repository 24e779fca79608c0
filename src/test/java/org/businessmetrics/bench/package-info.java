/**
 * Measurements, run by hand: {@code mvn test -P bench -Dtest=NightBench}. They print; they never
 * fail.
 */
@NullMarked
package org.businessmetrics.bench;

import org.jspecify.annotations.NullMarked;
