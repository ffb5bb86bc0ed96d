package io.longshore.queue.core.registry;

/**
 * A compute environment as rules look at it; the rest stays in the message that is stored with it.
 *
 * @param version rises with every change; what others are sent
 * @param settingsVersion the version at which its user last changed it: a condition that was judged
 *     by an older one says nothing
 */
public record Environment(
    String arn,
    String name,
    String uuid,
    boolean managed,
    boolean enabled,
    EnvironmentStatus status,
    String statusReason,
    String cluster,
    String namespace,
    Architecture architecture,
    long version,
    long settingsVersion) {

  /** What is said of an environment that is well. */
  public static final String HEALTHY = "ComputeEnvironment Healthy";

  /** CPU architecture of an environment's instance types. */
  public enum Architecture {
    X86,
    ARM,
    /** Whatever its owner brings. */
    UNKNOWN
  }

  /** The same environment at another status. */
  Environment at(EnvironmentStatus newStatus, String reason, long newVersion) {
    return new Environment(
        arn,
        name,
        uuid,
        managed,
        enabled,
        newStatus,
        reason,
        cluster,
        namespace,
        architecture,
        newVersion,
        settingsVersion);
  }

  /** The same environment after its user changed it. */
  Environment changed(
      boolean nowEnabled,
      EnvironmentStatus newStatus,
      String reason,
      Architecture newArchitecture,
      long newVersion) {
    return new Environment(
        arn,
        name,
        uuid,
        managed,
        nowEnabled,
        newStatus,
        reason,
        cluster,
        namespace,
        newArchitecture,
        newVersion,
        newVersion);
  }
}
