/** Read-only looks at what is published and how it came to be: status, health, explain, export. */
@NullMarked
package org.businessmetrics.inspect;

import org.jspecify.annotations.NullMarked;
