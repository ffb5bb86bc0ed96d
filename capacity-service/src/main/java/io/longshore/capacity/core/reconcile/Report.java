package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Amounts;
import io.longshore.capacity.core.Shape;
import java.time.Instant;
import java.util.List;

/**
 * A fact for the scheduler.
 *
 * @param environmentArn whose
 * @param at when it was seen
 * @param fact the fact
 */
public record Report(String environmentArn, Instant at, Fact fact) {

  /** What was seen. */
  public sealed interface Fact {
    /** An instance was first seen. */
    record Launched(
        String instanceId, String instanceType, String zone, String market, Amounts capacity)
        implements Fact {}

    /** An instance was not counted usable in the time a node may take to join. */
    record NeverJoined(String instanceId, String reason) implements Fact {}

    /** An instance should be released when it can be. */
    record WantsToGo(String instanceId, String reason) implements Fact {}

    /** EC2 takes the instance soon. */
    record Interruption(String instanceId, String action, Instant actsAt) implements Fact {}

    /** EC2 says terminated, or no longer knows an instance that it had listed. */
    record Terminated(String instanceId, String reason, boolean interrupted) implements Fact {}

    /** A launch was refused. */
    record LaunchFailed(String code, String message, List<String> instanceTypes) implements Fact {
      /** Copies. */
      public LaunchFailed {
        instanceTypes = List.copyOf(instanceTypes);
      }
    }

    /** An earlier refusal no longer stands. */
    record LaunchRecovered() implements Fact {}

    /** No type of the environment can hold a shape. */
    record FitsNoType(Shape shape, String reason, long registryVersion) implements Fact {}
  }
}
