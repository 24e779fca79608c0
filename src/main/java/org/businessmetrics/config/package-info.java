/** What the operator sets: the job file, the environment, and the errors that speak of them. */
@NullMarked
package org.businessmetrics.config;

import org.jspecify.annotations.NullMarked;
