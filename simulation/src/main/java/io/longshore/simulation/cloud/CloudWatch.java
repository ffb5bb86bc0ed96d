package io.longshore.simulation.cloud;

import io.longshore.capacity.core.reconcile.Action;

/** Who looks on at what EC2 and Auto Scaling are asked for, and what they have. */
public interface CloudWatch {

  /** An action is about to be done. */
  void acting(String environment, Action action);

  /** It was done: vCPUs that exist or were asked for may have changed. */
  void counted(String environment, Action action);

  /** An instance has booted: it may join. */
  void booted(SimCloud.Instance instance);

  /** An instance is powered off. */
  void off(SimCloud.Instance instance);
}
