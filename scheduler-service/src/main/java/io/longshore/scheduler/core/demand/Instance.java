package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Resources;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a managed environment.
 *
 * @param id EC2's id
 * @param environment whose
 * @param type instance type, empty while only its node is known
 * @param zone availability zone, empty likewise
 * @param market on-demand or spot, empty likewise
 * @param capacity what EC2 says the type has, null likewise
 * @param state where it stands
 */
public record Instance(
    String id,
    EnvironmentArn environment,
    String type,
    String zone,
    String market,
    @Nullable Resources capacity,
    InstanceState state) {

  /** Known by its node alone. */
  public static Instance unannounced(String id, EnvironmentArn environment, InstanceState state) {
    return new Instance(id, environment, "", "", "", null, state);
  }

  public Instance in(InstanceState next) {
    return new Instance(id, environment, type, zone, market, capacity, next);
  }

  /** With what EC2 says of it. */
  public Instance described(
      String newType, String newZone, String newMarket, @Nullable Resources newCapacity) {
    return new Instance(id, environment, newType, newZone, newMarket, newCapacity, state);
  }
}
