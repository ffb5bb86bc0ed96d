package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.InstanceType;
import java.util.List;

/**
 * Instance types that one Auto Scaling group draws from. All have the same number of vCPUs, so a
 * request of {@code n} times that many units is exactly {@code n} instances, whichever type EC2
 * takes: what was asked for is known to the instance.
 *
 * @param key names the group among its environment's; equal for equal content
 * @param vcpus of each type, which is each one's weight
 * @param types in order of preference
 * @param room what every one of the types has for batch pods
 * @param price dollars an hour to reckon with
 */
public record TypeGroup(String key, int vcpus, List<InstanceType> types, Room room, double price) {

  /** Copies, and refuses what would not be exact. */
  public TypeGroup {
    types = List.copyOf(types);
    for (var type : types) {
      if (type.vcpus() != vcpus) {
        throw new IllegalArgumentException(type.name() + " has not " + vcpus + " vCPUs");
      }
    }
  }
}
