package io.longshore.kit.shell.kafka;

import io.longshore.api.internal.v1.StreamAck;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.Step.EntryOut;
import io.longshore.kit.shell.Step.StatementOut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the loop tells the publisher after a commit. The newest word about a thing replaces the
 * older one, so it holds no more than there are things.
 */
final class Mailbox {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Map<String, StatementOut> statements = new LinkedHashMap<>();
  private Map<String, EntryOut> entries = new LinkedHashMap<>();
  private Map<StreamId, Position> stored = new HashMap<>();
  private Set<StreamAck> acks = new LinkedHashSet<>();
  private boolean rows;

  /**
   * What came since the last look.
   *
   * @param statements the newest of each subject
   * @param entries the newest of each key
   * @param stored positions of inbound streams that are committed
   * @param acks how far other ends have stored what we sent
   * @param rows whether there may be new outbox rows
   */
  record Mail(
      List<StatementOut> statements,
      List<EntryOut> entries,
      Map<StreamId, Position> stored,
      List<StreamAck> acks,
      boolean rows) {}

  void committed(
      List<StatementOut> newStatements,
      List<EntryOut> newEntries,
      Map<StreamId, Position> positions,
      boolean newRows) {
    put(
        () -> {
          newStatements.forEach(s -> statements.put(s.to() + " " + s.subject(), s));
          newEntries.forEach(e -> entries.put(e.topic() + " " + e.key(), e));
          stored.putAll(positions);
          rows |= newRows;
        });
  }

  void acked(List<StreamAck> newAcks) {
    if (!newAcks.isEmpty()) {
      put(() -> acks.addAll(newAcks));
    }
  }

  void wake() {
    put(() -> rows = true);
  }

  private void put(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits up to {@code nanos} for anything and empties the box. */
  Mail take(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (left > 0 && !rows && statements.isEmpty() && entries.isEmpty() && acks.isEmpty()) {
        // A stored position alone need not wake: acknowledgements ride on the next record.
        left = changed.awaitNanos(left);
      }
      var mail =
          new Mail(
              new ArrayList<>(statements.values()),
              new ArrayList<>(entries.values()),
              stored,
              new ArrayList<>(acks),
              rows);
      statements = new LinkedHashMap<>();
      entries = new LinkedHashMap<>();
      stored = new HashMap<>();
      acks = new LinkedHashSet<>();
      rows = false;
      return mail;
    } finally {
      lock.unlock();
    }
  }
}
