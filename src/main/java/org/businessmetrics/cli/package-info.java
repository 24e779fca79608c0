/** The command line: parses, calls, prints. Nothing is computed here. */
@NullMarked
package org.businessmetrics.cli;

import org.jspecify.annotations.NullMarked;
