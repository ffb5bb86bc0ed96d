package io.longshore.kit.shell.kafka;

import io.longshore.kit.core.Check;
import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.OutboxTable;
import io.longshore.kit.shell.db.OutboxTable.Stored;
import io.longshore.kit.wire.Lane;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** Reads the outbox rows that are to be sent next, completed by the program. */
final class Rows {

  private static final int LIMIT = 32;

  private final Program program;
  private final OnContext loop;
  private final Db db;
  private final OutboxTable outbox;

  Rows(Program program, OnContext loop, Db db, OutboxTable outbox) {
    this.program = program;
    this.loop = loop;
    this.db = db;
    this.outbox = outbox;
  }

  /** The rows behind what {@code lane} has sent; one alone while it probes. */
  List<Stored> next(Lane lane) throws InterruptedException {
    int limit = lane.cursor().probing() ? 1 : LIMIT;
    long from = lane.cursor().next();
    List<Stored> rows = loop.await(() -> db.read(tx -> read(tx, lane.receiver(), from, limit)));
    long expected = from;
    for (Stored row : rows) {
      Check.that(
          row.first() <= expected && row.last() >= expected,
          "outbox to %s has %d..%d where %d is next",
          lane.receiver(),
          row.first(),
          row.last(),
          expected);
      expected = row.last() + 1;
    }
    return rows;
  }

  private Uni<List<Stored>> read(Tx tx, String receiver, long from, int limit) {
    return outbox
        .next(tx, receiver, from, limit)
        .chain(
            found -> {
              List<Stored> completed = new ArrayList<>();
              Uni<Void> all = Uni.createFrom().voidItem();
              for (Stored row : found) {
                all =
                    all.chain(() -> complete(tx, receiver, row).invoke(completed::add))
                        .replaceWithVoid();
              }
              return all.map(_ -> completed);
            });
  }

  private Uni<Stored> complete(Tx tx, String receiver, Stored row) {
    return program
        .beforeSend(receiver, row.messages(), tx)
        .map(
            messages -> {
              Check.that(
                  messages.size() == row.messages().size(),
                  "%d messages became %d before sending",
                  row.messages().size(),
                  messages.size());
              return new Stored(row.first(), row.last(), messages);
            });
  }
}
