@NullMarked
package org.businessmetrics.demo;

import org.jspecify.annotations.NullMarked;
