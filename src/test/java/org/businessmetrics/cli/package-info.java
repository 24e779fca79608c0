/** The command line as its users see it: arguments in, text and exit code out. */
@NullMarked
package org.businessmetrics.cli;

import org.jspecify.annotations.NullMarked;
