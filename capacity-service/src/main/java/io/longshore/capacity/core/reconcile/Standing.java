package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.choose.Choices;
import io.longshore.capacity.core.choose.TypeGroup;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import java.util.Optional;
import java.util.Set;

/**
 * A group as it stands once this pass's ends are done.
 *
 * @param group as AWS shows it
 * @param kind what it is among the environment's present choices; empty if it is none of them
 * @param active vCPUs of its instances that are pending or up and not being ended
 * @param desired its desired capacity
 */
record Standing(Seen.Group group, Optional<TypeGroup> kind, int active, int desired) {

  /** vCPUs that were asked for and that no instance fills. */
  int openVcpus() {
    return Math.max(0, desired - active);
  }

  /** The same in whole instances. */
  int openInstances() {
    return kind.map(k -> Math.ceilDiv(openVcpus(), k.vcpus())).orElse(0);
  }

  /** What it counts towards the maximum: each open request as a whole instance. */
  int countedOpenVcpus() {
    return kind.map(k -> openInstances() * k.vcpus()).orElse(openVcpus());
  }

  /**
   * How {@code group} stands after {@code ends}.
   *
   * <p>A member that EC2 does not call alive is not active, though Auto Scaling may not have
   * noticed yet: it will, and then launch in its place, so that much is on request already.
   */
  static Standing of(
      Seen.Group group, Optional<TypeGroup> kind, Fleet fleet, Set<Action.EndInstance> ends) {
    int active = 0;
    int desired = group.desired();
    for (var member : group.members()) {
      var end = ends.stream().filter(e -> e.instanceId().equals(member.instanceId())).findFirst();
      if (end.filter(Action.EndInstance::decrement).isPresent()) {
        desired -= member.weight();
      }
      boolean alive = fleet.get(member.instanceId()).map(Fleet.One::alive).orElse(false);
      if (member.active() && alive && end.isEmpty()) {
        active += member.weight();
      }
    }
    return new Standing(group, kind, active, desired);
  }

  /** What {@code group} is among {@code choices}: its name says the same as its types. */
  static Optional<TypeGroup> kind(Seen.Group group, String uuid, Choices choices, Names names) {
    return choices
        .groupOf(group.types())
        .filter(kind -> names.group(uuid, kind.key()).equals(group.name()));
  }
}
