package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.launch.TemplateSpec;

/**
 * One thing to do at AWS. Each is absolute: doing it twice, or after a crash again, is doing it
 * once.
 */
public sealed interface Action {

  /** Ends a released or lost instance, and lowers the group's desired capacity by its weight. */
  record EndInstance(String instanceId, String group, boolean decrement) implements Action {
    /** Whether no group has it, so that EC2 itself is asked. */
    public boolean alone() {
      return group.isEmpty();
    }
  }

  /** Makes the launch template, or its next version if the latest has other content. */
  record EnsureTemplate(TemplateSpec template) implements Action {}

  /** Makes the group, or changes it to be so. */
  record EnsureGroup(GroupSpec group) implements Action {}

  /**
   * Sets the desired capacity.
   *
   * @param group the group's name
   * @param desired vCPUs, absolute
   * @param maximum the group's largest size: what the environment's maximum leaves
   */
  record SetDesired(String group, int desired, int maximum) implements Action {}

  /** Deletes an empty group. */
  record DeleteGroup(String group) implements Action {}

  /** Deletes a launch template with all its versions. */
  record DeleteTemplate(String template) implements Action {}
}
