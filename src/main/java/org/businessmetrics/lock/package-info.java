/** One run at a time: the session advisory lock that a run holds from start to end. */
@NullMarked
package org.businessmetrics.lock;

import org.jspecify.annotations.NullMarked;
