package io.longshore.kit.shell.kafka;

import io.longshore.api.internal.v1.StreamAck;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.Step.EntryOut;
import io.longshore.kit.shell.Step.StatementOut;
import io.longshore.kit.wire.Mail;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What the loop tells the publisher, from one thread to the other. */
final class Mailbox {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Mail mail = new Mail();

  void committed(
      List<StatementOut> statements,
      List<EntryOut> entries,
      Map<StreamId, Position> positions,
      boolean rows) {
    put(
        box -> {
          statements.forEach(said -> box.statement(said.to(), said.subject(), said.body()));
          entries.forEach(kept -> box.entry(kept.topic(), kept.key(), kept.body()));
          box.stored(positions);
          if (rows) {
            box.rows();
          }
        });
  }

  void acked(List<StreamAck> acks) {
    if (!acks.isEmpty()) {
      put(box -> box.acked(acks));
    }
  }

  void wake() {
    put(Mail::rows);
  }

  private void put(Consumer<Mail> change) {
    lock.lock();
    try {
      change.accept(mail);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits up to {@code nanos} for anything urgent and empties the box. */
  Mail take(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (left > 0 && !mail.isUrgent()) {
        left = changed.awaitNanos(left);
      }
      Mail taken = mail;
      mail = new Mail();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
