package io.longshore.scheduler.core.fit;

import io.longshore.scheduler.core.job.LaunchId;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A node with what is reserved on it. Only {@link NodeTable} changes it. */
public final class Slot {
  Node node;
  boolean barred;
  Resources reserved = Resources.NONE;
  Resources free;
  Instant idleSince;
  final SortedSet<LaunchId> launches = new TreeSet<>();

  Slot(Node node, Instant now) {
    this.node = node;
    this.free = node.capacity();
    this.idleSince = now;
  }

  public Node node() {
    return node;
  }

  /** What is reserved on it. */
  public Resources reserved() {
    return reserved;
  }

  /** What is left; negative where the node shrank. */
  public Resources free() {
    return free;
  }

  /** The launches that hold room on it. */
  public SortedSet<LaunchId> launches() {
    return Collections.unmodifiableSortedSet(launches);
  }

  public boolean idle() {
    return launches.isEmpty();
  }

  /** Since when nothing has held room on it; meaningful while it is idle. */
  public Instant idleSince() {
    return idleSince;
  }

  /** New launches may go there. */
  public boolean open() {
    return node.takesLaunches() && !barred;
  }

  boolean holds(Shape shape) {
    return launches.size() < node.maxPods() && shape.requests().fitsIn(free) && shape.suits(node);
  }

  void refresh() {
    free = node.capacity().minus(reserved);
  }
}
