/**
 * From a stored snapshot to a message in a mailbox: whether it may go, what it says, the sending,
 * and what is written down about it.
 */
@NullMarked
package org.businessmetrics.deliver;

import org.jspecify.annotations.NullMarked;
