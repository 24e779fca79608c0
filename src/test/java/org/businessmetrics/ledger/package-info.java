/** Tests of the ledger, and what tests of other packages need of it. */
@NullMarked
package org.businessmetrics.ledger;

import org.jspecify.annotations.NullMarked;
