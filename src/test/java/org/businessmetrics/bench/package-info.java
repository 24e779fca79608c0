/** Measurements, run by hand: {@code mvn test -Dtest=NightBench}. They print; they never fail. */
@NullMarked
package org.businessmetrics.bench;

import org.jspecify.annotations.NullMarked;
