@NullMarked
package org.businessmetrics.source;

import org.jspecify.annotations.NullMarked;
