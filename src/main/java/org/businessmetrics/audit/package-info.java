/** The checks that run over staged rows before anything is published. */
@NullMarked
package org.businessmetrics.audit;

import org.jspecify.annotations.NullMarked;
