package io.longshore.capacity.core.interrupt;

import java.time.Instant;

/** What an event says. */
public sealed interface Notice {

  /** EC2 will take the instance. */
  record Interruption(String instanceId, String action, Instant at) implements Notice {}

  /** EC2 thinks that it may take the instance before long. */
  record Rebalance(String instanceId, Instant at) implements Notice {}

  /** The instance's state changed: a reason to look, and no evidence. */
  record StateChange(String instanceId, String state) implements Notice {}

  /** Nothing that is known here. */
  record Unknown(String why) implements Notice {}

  /** Reads an event. */
  static Notice read(Event event) {
    var instance = event.detail().getOrDefault("instance-id", "");
    if (instance.isEmpty()) {
      return new Unknown("'" + event.detailType() + "' without an instance-id");
    }
    return switch (event.detailType()) {
      case "EC2 Spot Instance Interruption Warning" ->
          new Interruption(
              instance, event.detail().getOrDefault("instance-action", "terminate"), event.time());
      case "EC2 Instance Rebalance Recommendation" -> new Rebalance(instance, event.time());
      case "EC2 Instance State-change Notification" ->
          new StateChange(instance, event.detail().getOrDefault("state", ""));
      default -> new Unknown("'" + event.detailType() + "'");
    };
  }
}
