package io.longshore.kit.shell.cell;

import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Throttle;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.QuarantineTable;
import io.longshore.kit.shell.db.QuarantineTable.Decided;
import io.longshore.kit.wire.Advance;
import io.longshore.kit.wire.Batch;
import io.longshore.kit.wire.Inputs.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What an operator has decided about inputs that were put aside: looked for now and then, given to
 * the loop one by one. Confined to the loop's thread.
 */
final class Operator {

  private static final Logger LOG = Logger.getLogger(Operator.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final OnContext loop;
  private final Db db;
  private final QuarantineTable table;
  private final Throttle look = new Throttle(LOOK);
  private final ArrayDeque<Decision> decisions = new ArrayDeque<>();

  Operator(OnContext loop, Db db, QuarantineTable table) {
    this.loop = loop;
    this.db = db;
    this.table = table;
  }

  /** One decision, about one message. */
  record Decision(long id, Message message, String reason, QuarantineTable.Verdict verdict) {

    /** The message as an input of a round whose commit ends the quarantine. */
    Batch batch() {
      return new Batch(List.of(message), List.of(), List.of(), Advance.resolving(id, true));
    }

    /** Another decision is awaited. */
    Batch undecided() {
      return new Batch(List.of(), List.of(), List.of(), Advance.resolving(id, false));
    }

    @Override
    public String toString() {
      return "quarantine=%d stream=%s number=%d verdict=%s"
          .formatted(id, message.stream(), message.number(), verdict);
    }
  }

  /** The next decision, if there is one. */
  Optional<Decision> next() throws InterruptedException {
    if (decisions.isEmpty() && look.passes()) {
      look();
    }
    return Optional.ofNullable(decisions.poll());
  }

  private void look() throws InterruptedException {
    try {
      loop.await(() -> db.read(table::decided)).stream()
          .map(Operator::decision)
          .forEach(decisions::add);
    } catch (RuntimeException e) {
      LOG.warnf("decisions cannot be looked for: %s", e.toString());
    }
  }

  private static Decision decision(Decided row) {
    var message = new Message(row.stream(), row.number(), row.body());
    return new Decision(row.id(), message, row.reason(), row.verdict());
  }
}
