package io.longshore.kit.shell.db;

import io.smallrye.mutiny.Uni;

/**
 * Deletes what the kit's tables need no longer: commit ids after an hour, which is far longer than
 * any commit stays in doubt; versions of statements that did not change for 30 days, since their
 * topics keep records for less. Outbox rows go by acknowledgement, quarantine by an operator.
 */
public final class Trim {

  private static final int PORTION = 50_000;

  private Trim() {}

  /** One portion of a sweep; harmless from every instance at once. */
  public static Uni<Void> sweep(Db db) {
    return db.sweep(
        tx ->
            tx.update("set local synchronous_commit = off")
                .chain(
                    _ ->
                        tx.update(
                            """
                            delete from kit_commit where id in
                              (select id from kit_commit
                                where at < clock_timestamp() - interval '1 hour' limit $1)
                            """,
                            PORTION))
                .chain(
                    _ ->
                        tx.update(
                            """
                            delete from kit_statement_in
                             where at < clock_timestamp() - interval '30 days'
                            """))
                .replaceWithVoid());
  }
}
