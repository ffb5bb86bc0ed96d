package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which instances are to be ended: those that the scheduler has given up, and no other. */
final class Ends {

  private final List<Seen.Group> groups;
  private final Map<String, Integer> desired = new TreeMap<>();

  private Ends(List<Seen.Group> groups) {
    this.groups = groups;
    groups.forEach(group -> desired.put(group.name(), group.desired()));
  }

  /** At most {@code limit} ends; those left over come with the next pass. */
  static List<Action.EndInstance> of(
      Demand demand, Fleet fleet, List<Seen.Group> groups, int limit) {
    var ids = new TreeSet<>(demand.released());
    ids.addAll(demand.lost());
    var ends = new Ends(groups);
    var actions = new ArrayList<Action.EndInstance>();
    for (var id : ids) {
      if (actions.size() < limit && fleet.get(id).filter(ends::endable).isPresent()) {
        actions.add(ends.of(id));
      }
    }
    return List.copyOf(actions);
  }

  /** Whether ending it is still to be asked for. */
  private boolean endable(Fleet.One one) {
    boolean endingAlready =
        groups.stream()
            .flatMap(group -> group.members().stream())
            .anyMatch(m -> m.instanceId().equals(one.id()) && !m.active());
    return one.state() != Seen.State.SHUTTING_DOWN && !endingAlready;
  }

  private Action.EndInstance of(String id) {
    for (var group : groups) {
      for (var member : group.members()) {
        if (member.instanceId().equals(id)) {
          // Auto Scaling refuses to lower a desired capacity below nothing.
          boolean decrement = desired.get(group.name()) >= member.weight();
          desired.merge(group.name(), decrement ? -member.weight() : 0, Integer::sum);
          return new Action.EndInstance(id, group.name(), decrement);
        }
      }
    }
    return new Action.EndInstance(id, "", false);
  }
}
