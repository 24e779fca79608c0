@NullMarked
package org.businessmetrics.deliver;

import org.jspecify.annotations.NullMarked;
