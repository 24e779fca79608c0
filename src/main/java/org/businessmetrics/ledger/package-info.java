/**
 * The pipeline's own database: its schema, and what is written down about every run. Everything
 * that is published can be traced through here.
 */
@NullMarked
package org.businessmetrics.ledger;

import org.jspecify.annotations.NullMarked;
