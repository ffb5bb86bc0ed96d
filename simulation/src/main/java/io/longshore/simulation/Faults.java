package io.longshore.simulation;

import java.util.EnumSet;
import java.util.Set;

/** Which kinds of faults happen; switched off at the end, and one by one to find what is needed. */
public final class Faults {

  /** A kind of faults. */
  public enum Kind {
    /** Records repeated, late, cut away; topics made again; a broker that is away. */
    KAFKA,
    /** Commits that fail or are not answered; databases that are away. */
    DATABASE,
    /** Processes paused beyond their lease, killed and started again. */
    PROCESS,
    /** Kubernetes' API: errors, calls without an answer, watches that lag, break and list anew. */
    API,
    /** Nodes that never join, go and come back, disappear, return under their name. */
    NODE,
    /** Pods deleted by others, gone without a trace, refused by the kubelet. */
    POD,
    /** EC2: capacity errors, throttling, late knowledge, instances ended behind our back. */
    CLOUD,
    /** Spot interruptions with and without notice. */
    SPOT
  }

  private final Set<Kind> on;
  private boolean active = true;

  /** These kinds. */
  public Faults(Set<Kind> kinds) {
    this.on = kinds.isEmpty() ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(kinds);
  }

  /** All kinds. */
  public static Set<Kind> all() {
    return EnumSet.allOf(Kind.class);
  }

  /** Whether faults of this kind may happen now. */
  public boolean on(Kind kind) {
    return active && on.contains(kind);
  }

  /** From now on all is well. */
  public void stop() {
    active = false;
  }

  /** Whether faults are over. */
  public boolean stopped() {
    return !active;
  }
}
