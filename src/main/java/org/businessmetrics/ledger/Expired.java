package org.businessmetrics.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What the ledger need not remember any more: files that nothing is read from, old quarantine. */
public final class Expired {
  private final Store store;
  private final Session session;
  private final Limits limits;

  /**
   * @param stateDay the state after this day is the oldest that a later run may go on from
   * @param supersededRuns so many earlier versions of a day's facts stay
   * @param quarantineSince rows that runs from then on set aside stay
   */
  public record Limits(LocalDate stateDay, int supersededRuns, Instant quarantineSince) {}

  public Expired(Store store, Limits limits) {
    this.store = store;
    this.session = new Session(store);
    this.limits = limits;
  }

  /** The folders, relative to the facts' path, that would go. */
  public List<String> folders() {
    return session.ask(
        handle -> {
          List<String> folders = retired(handle);
          handle.rollback();
          return folders;
        });
  }

  /** The same, and from now on no run reads them; their files may be deleted. */
  public List<String> retire() {
    return session.ask(this::retired);
  }

  private List<String> retired(Handle handle) {
    handle.execute(retireStates());
    return handle.createQuery(expiredVersions()).mapTo(String.class).list();
  }

  /** The files are gone. */
  public void forget(List<String> folders) {
    if (!folders.isEmpty()) {
      session.tell(
          handle ->
              handle.execute(
                  store.sql("gc/delete_versions", Map.of("paths", Sql.list(folders, Sql::text)))));
    }
  }

  /** How many rows in quarantine are old. */
  public long quarantined() {
    return session.ask(handle -> handle.createQuery(quarantine("count")).mapTo(Long.class).one());
  }

  /** Deletes them. */
  public void forgetQuarantined() {
    session.tell(handle -> handle.execute(quarantine("delete")));
  }

  private String retireStates() {
    return store.sql("gc/retire_states", Map.of("state_day", Sql.day(limits.stateDay())));
  }

  private String expiredVersions() {
    return store.sql(
        "gc/expired_versions",
        Map.of(
            "state_day", Sql.day(limits.stateDay()),
            "superseded_runs", Integer.toString(limits.supersededRuns())));
  }

  private String quarantine(String what) {
    return store.sql(
        "gc/%s_quarantine".formatted(what),
        Map.of("before", Sql.instant(limits.quarantineSince())));
  }
}
