package io.longshore.scheduler.core.fit;

import io.longshore.scheduler.core.job.LaunchId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All nodes with what is reserved on them, indexed by environment and free room. Room is taken when
 * a launch is decided and given back by the launch's end alone.
 */
public final class NodeTable {
  private final TreeMap<NodeUid, Slot> slots = new TreeMap<>();
  private final Map<String, SortedSet<NodeUid>> byInstance = new HashMap<>();
  private final Map<String, Pool> pools = new HashMap<>();
  private long lastStamp;

  /** Orders open nodes for best fit: the least vCPUs, then memory, that are enough. */
  private record Room(long vcpuMillis, long memoryBytes, NodeUid uid) implements Comparable<Room> {
    private static final Comparator<Room> ORDER =
        Comparator.comparingLong(Room::vcpuMillis)
            .thenComparingLong(Room::memoryBytes)
            .thenComparing(Room::uid);

    static Room of(Slot slot) {
      return new Room(slot.free.vcpuMillis(), slot.free.memoryBytes(), slot.node.uid());
    }

    static Room atLeast(long vcpuMillis, long memoryBytes) {
      return new Room(vcpuMillis, memoryBytes, new NodeUid(""));
    }

    @Override
    public int compareTo(Room other) {
      return ORDER.compare(this, other);
    }
  }

  /** One environment's nodes: open ones by free GPUs and then by room. */
  private static final class Pool {
    final TreeMap<Long, TreeMap<Room, Slot>> open = new TreeMap<>();
    final TreeSet<Slot> all = new TreeSet<>((a, b) -> a.node.uid().compareTo(b.node.uid()));
    long stamp;
  }

  /** The node is there, or changed. */
  public void put(Node node, boolean barred, Instant now) {
    var old = slots.get(node.uid());
    if (old == null) {
      var slot = new Slot(node, now);
      slot.barred = barred;
      slots.put(node.uid(), slot);
      enlist(slot);
      return;
    }
    delist(old);
    if (!old.node.takesLaunches() && node.takesLaunches()) {
      old.idleSince = now;
    }
    old.node = node;
    old.barred = barred;
    old.refresh();
    enlist(old);
  }

  public void remove(NodeUid uid) {
    var slot = slots.remove(uid);
    if (slot != null) {
      delist(slot);
    }
  }

  /** The instance's nodes take nothing new, or may again. */
  public void bar(String instanceId, boolean barred) {
    for (var uid : ofInstance(instanceId)) {
      var slot = slots.get(uid);
      if (slot != null && slot.barred != barred) {
        delist(slot);
        slot.barred = barred;
        enlist(slot);
      }
    }
  }

  /** Reserves room for a launch. */
  public void take(NodeUid uid, LaunchId launch, Shape shape) {
    var slot = slots.get(uid);
    if (slot == null || slot.launches.contains(launch)) {
      return;
    }
    delist(slot);
    slot.launches.add(launch);
    slot.reserved = slot.reserved.plus(shape.requests());
    slot.refresh();
    enlist(slot, false);
  }

  /** Gives a launch's room back. */
  public void give(NodeUid uid, LaunchId launch, Shape shape, Instant now) {
    var slot = slots.get(uid);
    if (slot == null || !slot.launches.contains(launch)) {
      return;
    }
    delist(slot);
    slot.launches.remove(launch);
    slot.reserved = slot.reserved.minus(shape.requests());
    slot.refresh();
    if (slot.idle()) {
      slot.idleSince = now;
    }
    enlist(slot);
  }

  /** The open node of the environment that fits best, if any does. */
  public Optional<Slot> bestFit(String environmentUuid, Shape shape) {
    for (var slot : roomy(environmentUuid, shape)) {
      if (slot.holds(shape)) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }

  /**
   * Open nodes of the environment with at least the shape's vCPUs, memory and GPUs, best fit first.
   * To be gone over before anything changes: nodes are looked up one by one, and those without
   * enough memory are leapt over.
   */
  public Iterable<Slot> roomy(String environmentUuid, Shape shape) {
    var pool = pools.get(environmentUuid);
    return pool == null ? List.of() : () -> new Roomy(pool, shape.requests());
  }

  /** Goes over what is roomy: by free GPUs, then vCPUs, then memory. */
  private static final class Roomy implements Iterator<Slot> {
    private final Resources least;
    private final Iterator<TreeMap<Room, Slot>> byGpus;
    private TreeMap<Room, Slot> sameGpus = new TreeMap<>();
    private Map.@Nullable Entry<Room, Slot> next;

    Roomy(Pool pool, Resources least) {
      this.least = least;
      this.byGpus = pool.open.tailMap(least.gpus(), true).values().iterator();
      settle();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Slot next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      var slot = next.getValue();
      next = sameGpus.higherEntry(next.getKey());
      settle();
      return slot;
    }

    /** Goes on to the next one with enough memory. */
    private void settle() {
      while (next == null ? byGpus.hasNext() : next.getKey().memoryBytes() < least.memoryBytes()) {
        if (next == null) {
          sameGpus = byGpus.next();
          next = sameGpus.ceilingEntry(Room.atLeast(least.vcpuMillis(), least.memoryBytes()));
        } else {
          var vcpus = next.getKey().vcpuMillis();
          next = sameGpus.ceilingEntry(Room.atLeast(vcpus, least.memoryBytes()));
        }
      }
    }
  }

  /**
   * Another number whenever room that was not there appears in the environment; 0: it has no node.
   */
  public long stamp(String environmentUuid) {
    var pool = pools.get(environmentUuid);
    return pool == null ? 0 : pool.stamp;
  }

  public @Nullable Slot get(NodeUid uid) {
    return slots.get(uid);
  }

  /** The node objects that the instance has had; more than one where a node was re-created. */
  public List<NodeUid> ofInstance(String instanceId) {
    return List.copyOf(byInstance.getOrDefault(instanceId, Collections.emptySortedSet()));
  }

  /** An environment's nodes by UID. */
  public Collection<Slot> ofEnvironment(String environmentUuid) {
    var pool = pools.get(environmentUuid);
    return pool == null ? List.of() : Collections.unmodifiableSet(pool.all);
  }

  /** How many nodes of the environment take launches. */
  public int openIn(String environmentUuid) {
    var pool = pools.get(environmentUuid);
    return pool == null ? 0 : pool.open.values().stream().mapToInt(TreeMap::size).sum();
  }

  /** All nodes by UID. */
  public Collection<Slot> all() {
    return Collections.unmodifiableCollection(slots.values());
  }

  private void enlist(Slot slot) {
    enlist(slot, true);
  }

  private void enlist(Slot slot, boolean mayHaveGrown) {
    var pool = pools.computeIfAbsent(slot.node.environmentUuid(), _ -> new Pool());
    pool.all.add(slot);
    if (slot.open()) {
      pool.open.computeIfAbsent(slot.free.gpus(), _ -> new TreeMap<>()).put(Room.of(slot), slot);
      pool.stamp = mayHaveGrown ? ++lastStamp : pool.stamp;
    }
    if (slot.node.hasInstance()) {
      byInstance.computeIfAbsent(slot.node.instanceId(), _ -> new TreeSet<>()).add(slot.node.uid());
    }
  }

  private void delist(Slot slot) {
    var pool = pools.get(slot.node.environmentUuid());
    if (pool == null) {
      return;
    }
    pool.all.remove(slot);
    var sameGpus = pool.open.get(slot.free.gpus());
    if (sameGpus != null && sameGpus.remove(Room.of(slot)) != null && sameGpus.isEmpty()) {
      pool.open.remove(slot.free.gpus());
    }
    if (pool.all.isEmpty()) {
      pools.remove(slot.node.environmentUuid());
    }
    var uids = byInstance.get(slot.node.instanceId());
    if (uids != null && uids.remove(slot.node.uid()) && uids.isEmpty()) {
      byInstance.remove(slot.node.instanceId());
    }
  }
}
