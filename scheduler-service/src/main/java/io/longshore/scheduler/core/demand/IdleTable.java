package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Usable instances by environment: the vCPUs that they hold together, and those that are idle,
 * longest first. It follows from instances and nodes; one of them is looked at anew whenever
 * something of it has changed, so that a round does not look at all.
 */
public final class IdleTable {
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<EnvironmentArn, Long> held = new HashMap<>();
  private final Map<EnvironmentArn, TreeSet<Idle>> idle = new HashMap<>();

  private record Entry(EnvironmentArn environment, long vcpuMillis, @Nullable Idle idle) {}

  /**
   * An idle instance.
   *
   * @param since when the last launch on it ended
   * @param id EC2's id
   */
  public record Idle(Instant since, String id) implements Comparable<Idle> {
    private static final Comparator<Idle> ORDER =
        Comparator.comparing(Idle::since).thenComparing(Idle::id);

    @Override
    public int compareTo(Idle other) {
      return ORDER.compare(this, other);
    }
  }

  /** Something of the instance may have changed. */
  public void look(String id, World world) {
    var old = entries.remove(id);
    if (old != null) {
      add(old.environment, -old.vcpuMillis);
      drop(old);
    }
    var instance = world.instances().get(id);
    if (instance == null || !(instance.state() instanceof InstanceState.Usable)) {
      return;
    }
    var since = world.idle(instance) ? new Idle(world.idleSince(instance), id) : null;
    var entry = new Entry(instance.environment(), world.vcpuMillis(instance), since);
    entries.put(id, entry);
    add(entry.environment, entry.vcpuMillis);
    if (since != null) {
      idle.computeIfAbsent(entry.environment, _ -> new TreeSet<>()).add(since);
    }
  }

  private void add(EnvironmentArn environment, long vcpuMillis) {
    if (held.merge(environment, vcpuMillis, Long::sum) == 0) {
      held.remove(environment);
    }
  }

  private void drop(Entry entry) {
    var siblings = idle.get(entry.environment);
    if (siblings != null && entry.idle != null) {
      siblings.remove(entry.idle);
      if (siblings.isEmpty()) {
        idle.remove(entry.environment);
      }
    }
  }

  /** What the environment's usable instances hold together, in vCPU millis. */
  public long heldMillis(EnvironmentArn environment) {
    return held.getOrDefault(environment, 0L);
  }

  /** What one of them holds. */
  long vcpuMillis(Idle one) {
    var entry = entries.get(one.id());
    return entry == null ? 0 : entry.vcpuMillis;
  }

  /** The environment's idle instances, longest first. */
  public SortedSet<Idle> of(EnvironmentArn environment) {
    return Collections.unmodifiableSortedSet(idle.getOrDefault(environment, new TreeSet<>()));
  }
}
