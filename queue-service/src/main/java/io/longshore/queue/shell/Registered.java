package io.longshore.queue.shell;

import io.longshore.kit.shell.Step;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.wire.CommandWire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The registry as the lease holder has read it, row by row in the order of their versions: rows are
 * few, so they are kept rather than read again for every question.
 */
final class Registered {

  private final int cell;
  private final Map<String, StoredEnvironment> environments = new TreeMap<>();
  private final Map<String, Queue> queues = new TreeMap<>();
  private long seen;

  Registered(int cell) {
    this.cell = cell;
  }

  /** Everything up to this version has been taken. */
  long seen() {
    return seen;
  }

  /** Environments that are there, by ARN. */
  Collection<StoredEnvironment> environments() {
    return environments.values();
  }

  /** Queues on their way out, by ARN. */
  List<Queue> leaving() {
    return queues.values().stream()
        .filter(queue -> queue.status() == EnvironmentStatus.DELETING)
        .toList();
  }

  /**
   * Takes rows behind {@link #seen}; what capacity- and placement-service are to be told of them.
   * Queues are the scheduler's alone.
   */
  List<Step.EntryOut> take(List<RegistryTable.Entry> rows) {
    var entries = new ArrayList<Step.EntryOut>();
    for (RegistryTable.Entry row : rows) {
      seen = Math.max(seen, row.version());
      switch (row.kind()) {
        case ENVIRONMENT -> entries.add(environment(row));
        case QUEUE -> queue(row);
      }
    }
    return entries;
  }

  private Step.EntryOut environment(RegistryTable.Entry row) {
    var stored = StoredEnvironment.of(row);
    if (row.gone()) {
      environments.remove(row.arn());
    } else {
      environments.put(row.arn(), stored);
    }
    boolean leaving = stored.environment().status().leaving();
    var entry = CommandWire.entry(stored.detail(), row.version(), cell, leaving);
    return new Step.EntryOut(Ends.REGISTRY, row.arn(), entry.toByteString());
  }

  private void queue(RegistryTable.Entry row) {
    if (row.gone()) {
      queues.remove(row.arn());
    } else {
      queues.put(row.arn(), StoredQueue.of(row).queue());
    }
  }

  /** Memory no longer holds. */
  void clear() {
    environments.clear();
    queues.clear();
    seen = 0;
  }
}
