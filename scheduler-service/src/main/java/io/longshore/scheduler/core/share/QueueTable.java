package io.longshore.scheduler.core.share;

import io.longshore.scheduler.core.job.QueueArn;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All queues, and what may run in each. */
public final class QueueTable {
  private static final RunQueue EMPTY = new RunQueue();
  private static final Comparator<Queue> BY_PRIORITY =
      Comparator.comparingInt((Queue q) -> -q.priority()).thenComparing(Queue::arn);

  private final TreeMap<QueueArn, Queue> queues = new TreeMap<>();
  private final Map<QueueArn, RunQueue> runQueues = new HashMap<>();
  private List<Queue> byPriority = List.of();

  public void put(Queue queue) {
    queues.put(queue.arn(), queue);
    sort();
  }

  public void remove(QueueArn arn) {
    queues.remove(arn);
    sort();
  }

  public @Nullable Queue get(QueueArn arn) {
    return queues.get(arn);
  }

  public Collection<Queue> all() {
    return Collections.unmodifiableCollection(queues.values());
  }

  /** The larger priority first, then by ARN. */
  public List<Queue> byPriority() {
    return byPriority;
  }

  public RunQueue of(QueueArn arn) {
    return runQueues.getOrDefault(arn, EMPTY);
  }

  /** Replaces what a job or array has standing in its queue. */
  public void replace(QueueArn arn, List<Candidate> old, List<Candidate> next) {
    if (old.equals(next)) {
      return;
    }
    var queue = runQueues.computeIfAbsent(arn, _ -> new RunQueue());
    old.forEach(queue::remove);
    next.forEach(queue::add);
    if (queue.count() == 0) {
      runQueues.remove(arn);
    }
  }

  private void sort() {
    byPriority = queues.values().stream().sorted(BY_PRIORITY).toList();
  }
}
