package io.longshore.simulation.promise;

import io.longshore.capacity.core.reconcile.Action;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Promise 5: vCPUs that exist or were asked for pass an environment's maximum by at most one
 * instance. The maximum is the one that capacity-service has heard of.
 */
public final class CapacityBounded extends Promise {

  private final Function<String, int[]> counted;
  private final ToIntFunction<String> maximum;
  private final Function<String, String> described;
  private int before;

  /**
   * Over these figures.
   *
   * @param counted vCPUs by environment, and the largest instance's
   * @param maximum an environment's maximum
   * @param described what counts, in words
   */
  public CapacityBounded(
      Function<String, int[]> counted,
      ToIntFunction<String> maximum,
      Function<String, String> described) {
    super("promise 5, capacity is bounded");
    this.counted = counted;
    this.maximum = maximum;
    this.described = described;
  }

  @Override
  public void acting(String environment, Action action) {
    before = counted.apply(environment)[0];
  }

  @Override
  public void acted(String environment, Action action) {
    int[] now = counted.apply(environment);
    int most = maximum.applyAsInt(environment);
    if (now[0] > before && now[0] > most + now[1]) {
      throw broken(
          environment
              + " has "
              + now[0]
              + " vCPUs of at most "
              + most
              + " after "
              + action
              + ":"
              + described.apply(environment),
          environment,
          "group ");
    }
  }
}
