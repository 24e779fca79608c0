package org.businessmetrics.ledger;

import java.time.Instant;
import java.util.Optional;
import org.businessmetrics.ledger.Outbox.State;

/**
 * A row of {@code pipeline.deliveries}.
 *
 * @param notBefore it is not sent sooner
 * @param isReleased whether an operator asked for it
 * @param reply what the mail server said last
 * @param archive the file of the bytes that were sent
 * @param note what a notice says, or why a report was not sent
 */
public record Message(
    MessageKey key,
    State state,
    Instant queuedAt,
    Instant notBefore,
    boolean isReleased,
    int attempts,
    Optional<String> reply,
    Optional<String> messageId,
    Optional<String> archive,
    Optional<String> note) {}
