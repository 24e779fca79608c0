package org.businessmetrics.publish;

import org.jspecify.annotations.Nullable;

/**
 * A published figure that changes.
 *
 * @param table in schema {@code metrics}
 * @param key of the row, as a JSON object
 * @param cause as in {@code pipeline.restatements}
 */
public record Restatement(
    String table,
    String key,
    String column,
    @Nullable String oldValue,
    @Nullable String newValue,
    String cause) {}
