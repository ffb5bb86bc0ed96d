package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Environment;

/** A change of what must survive; replayed from the database it rebuilds the cell. */
public sealed interface Change {

  /** An environment's settings are these. */
  record EnvironmentPut(Environment environment) implements Change {}

  /** A deleted environment has nothing left, and its registry knows. */
  record EnvironmentForgotten(String environmentArn) implements Change {}

  /** An instance is known so. */
  record InstancePut(KnownInstance instance) implements Change {}

  /** EC2 lists the instance no more and its end was reported. */
  record InstanceForgotten(String instanceId) implements Change {}

  /** What stands in an environment's way. */
  record TroublePut(Trouble trouble) implements Change {}
}
