package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.reconcile.KnownInstance.Mark;

/**
 * Whether a look is at another account or region than the instances that are known. There EC2 knows
 * none of them, which would read as the end of everything. What an environment was made with
 * outlives its instances, so a look that shows neither those nor a group or launch template of ours
 * is no look at what happened: nothing is concluded from it, and nothing is made where it looked.
 * Instances that the scheduler has given up keep nothing waiting, so an operator who knows that all
 * is gone can say so.
 */
final class Elsewhere {

  /** The status reason of environments meanwhile. */
  static final String WHY =
      "CLIENT_ERROR - AWS shows nothing of what was made for this environment. The credentials or"
          + " the region may be those of another account. Nothing is concluded from that; instances"
          + " that are gone all the same are given up with `longshore node-lost`.";

  private Elsewhere() {}

  /** Whether {@code seen} is such a look. */
  static boolean is(Memory memory, Seen seen) {
    return showsNothing(memory, seen)
        && memory.instances().stream()
            .anyMatch(known -> !known.is(Mark.ENDED) && !givenUp(memory, known));
  }

  private static boolean showsNothing(Memory memory, Seen seen) {
    return seen.instances().stream()
            .noneMatch(
                i -> memory.instance(i.id()).isPresent() || ours(memory, i.environmentUuid()))
        && seen.groups().stream().noneMatch(group -> ours(memory, group.environmentUuid()))
        && seen.templates().stream().noneMatch(t -> ours(memory, t.environmentUuid()));
  }

  private static boolean ours(Memory memory, String uuid) {
    return memory.arnOf(uuid).isPresent();
  }

  private static boolean givenUp(Memory memory, KnownInstance known) {
    var demand = memory.demandFor(known.environmentArn());
    return demand.filter(d -> d.givenUp(known.id())).isPresent();
  }
}
