package org.businessmetrics.publish;

import java.util.List;

/**
 * What a merge of copies and changes into the history found.
 *
 * @param done false where a later instant was merged before: then nothing was written
 * @param read changes read from the source
 * @param fresh those not known before
 * @param added rows added to the history
 * @param superseded rows that are no longer believed
 * @param unusable changes that can't be used
 * @param unknown changes of subscriptions that the source does not have
 * @param examples the first unusable changes, each with its reason
 * @param differences subscriptions whose last event and whose row say different things
 */
public record Merged(
    boolean done,
    long read,
    long fresh,
    long added,
    long superseded,
    long unusable,
    long unknown,
    List<String> examples,
    long differences) {
  static final Merged NOTHING = new Merged(false, 0, 0, 0, 0, 0, 0, List.of(), 0);

  public Merged {
    examples = List.copyOf(examples);
  }

  /** For the ledger: what was left out, and what does not agree. */
  public String summary() {
    return ("%d of %d changes new, %d can't be used, %d of subscriptions that the source does not have;"
            + " of %d subscriptions the events end otherwise than the row")
        .formatted(fresh, read, unusable, unknown, differences);
  }
}
