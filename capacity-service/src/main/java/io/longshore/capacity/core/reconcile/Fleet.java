package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Catalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The instances of one environment: what EC2 lists, and members of its groups not listed yet. */
final class Fleet {

  private final Catalogue catalogue;
  private final Map<String, One> instances = new TreeMap<>();

  /**
   * An instance as it counts.
   *
   * @param vcpus what it counts towards the maximum until it is terminated
   * @param type its type, where the catalogue has it
   * @param state its state; that of a member which EC2 has not listed yet is Auto Scaling's word
   */
  record One(String id, int vcpus, Optional<InstanceType> type, Seen.State state) {
    boolean alive() {
      return state.alive();
    }
  }

  Fleet(Catalogue catalogue, Collection<Seen.Instance> seen, Collection<Seen.Group> groups) {
    this.catalogue = catalogue;
    var members = new HashMap<String, Seen.Member>();
    groups.forEach(g -> g.members().forEach(m -> members.put(m.instanceId(), m)));
    for (var instance : seen) {
      var member = Optional.ofNullable(members.remove(instance.id()));
      if (instance.state() != Seen.State.TERMINATED) {
        add(instance.id(), instance.type(), member, instance.state());
      }
    }
    for (var member : members.values()) {
      var state = member.active() ? Seen.State.PENDING : Seen.State.SHUTTING_DOWN;
      add(member.instanceId(), member.type(), Optional.of(member), state);
    }
  }

  private void add(String id, String typeName, Optional<Seen.Member> member, Seen.State state) {
    var type = catalogue.type(typeName);
    int vcpus = type.map(InstanceType::vcpus).orElse(member.map(Seen.Member::weight).orElse(0));
    instances.put(id, new One(id, vcpus, type, state));
  }

  Optional<One> get(String id) {
    return Optional.ofNullable(instances.get(id));
  }

  boolean isEmpty() {
    return instances.isEmpty();
  }

  /** vCPUs of all that exist, those that are ending included. */
  int existingVcpus() {
    return instances.values().stream().mapToInt(One::vcpus).sum();
  }

  /** Those that are not to go. */
  List<One> holding(Demand demand, Map<String, KnownInstance> known) {
    var holding = new ArrayList<One>();
    for (var one : instances.values()) {
      var leaving =
          Optional.ofNullable(known.get(one.id())).map(KnownInstance::leaving).orElse(false);
      if (one.alive() && !leaving && !demand.givenUp(one.id())) {
        holding.add(one);
      }
    }
    return holding;
  }
}
