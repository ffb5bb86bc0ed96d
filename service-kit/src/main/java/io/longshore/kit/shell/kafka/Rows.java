package io.longshore.kit.shell.kafka;

import io.longshore.kit.core.Check;
import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.OutboxTable;
import io.longshore.kit.shell.db.OutboxTable.Stored;
import io.longshore.kit.wire.Sending;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** Reads outbox rows that are to be sent, completed by the program. */
final class Rows {

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

  /** The rows that are wanted. */
  List<Sending.Row> read(Sending.Next.Rows wanted) throws InterruptedException {
    return loop.await(() -> db.read(tx -> read(tx, wanted)));
  }

  private Uni<List<Sending.Row>> read(Tx tx, Sending.Next.Rows wanted) {
    String receiver = wanted.receiver();
    return outbox
        .next(tx, receiver, wanted.from(), wanted.limit())
        .chain(
            found -> {
              List<Sending.Row> completed = new ArrayList<>();
              Uni<Void> all = Uni.createFrom().voidItem();
              for (Stored row : found) {
                all =
                    all.chain(() -> complete(tx, receiver, row).invoke(completed::add))
                        .replaceWithVoid();
              }
              return all.map(_ -> completed);
            });
  }

  private Uni<Sending.Row> complete(Tx tx, String receiver, Stored row) {
    return program
        .beforeSend(receiver, row.messages(), tx)
        .map(
            messages -> {
              Check.that(
                  messages.size() == row.messages().size(),
                  "%d messages became %d before sending",
                  row.messages().size(),
                  messages.size());
              return new Sending.Row(row.first(), row.last(), messages);
            });
  }
}
