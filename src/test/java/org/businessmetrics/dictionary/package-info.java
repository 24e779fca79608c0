@NullMarked
package org.businessmetrics.dictionary;

import org.jspecify.annotations.NullMarked;
