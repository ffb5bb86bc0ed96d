package io.longshore.scheduler.shell;

import io.longshore.scheduler.core.round.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The scheduler's own keys. */
@ConfigMapping(prefix = "longshore.scheduler")
public interface SchedulerConfig {

  /** How long an instance above the minimum stays idle before it is released. */
  @WithDefault("60s")
  Duration idleDelay();

  /** How long a managed node may be not ready or gone before its instance is ended as lost. */
  @WithDefault("5m")
  Duration nodeLostAfter();

  /** How long an end by signal waits for word of its host before retry rules apply. */
  @WithDefault("30s")
  Duration hostWordWait();

  /** Time between TERM and KILL when a job is stopped. */
  @WithDefault("30s")
  Duration stopGrace();

  /** Launches decided in one round. */
  @WithDefault("2000")
  int maxDispatches();

  /** Launches of a cluster that placement-service has not reported, so that no Stop waits long. */
  @WithDefault("2000")
  int maxUnconfirmed();

  /** Jobs that one round ends, wakes or stops because of another's end or of a wish. */
  @WithDefault("2000")
  int maxFollowUps();

  /** Groups of waiting shapes in an environment's demand. */
  @WithDefault("200")
  int maxGroups();

  /** Different shapes of a queue that a round looks at for demand. */
  @WithDefault("2000")
  int maxShapes();

  /** Shapes remembered as fitting no instance type, for each environment. */
  @WithDefault("1000")
  int maxMisfits();

  /** Waves of an array's children with a time of becoming RUNNABLE of their own. */
  @WithDefault("16")
  int maxWaves();

  /** At most so often is queue-service told where an array's children stand. */
  @WithDefault("1s")
  Duration progressEvery();

  /** At most so often is an environment's demand stated anew. */
  @WithDefault("200ms")
  Duration demandEvery();

  /**
   * How long an environment whose launch was refused is left to the others of its queue; then it is
   * asked for one instance, and first again once it launches.
   */
  @WithDefault("60s")
  Duration refusalHold();

  /** How long a node that refused a launch takes nothing new. */
  @WithDefault("10s")
  Duration refusedNodePause();

  /** How long a terminated instance is remembered, so that a late report does not revive it. */
  @WithDefault("1h")
  Duration terminatedKept();

  /**
   * The core gets values, not the mapping. Throws IllegalArgumentException where one is no limit.
   */
  default Limits limits() {
    return new Limits(
        positive("max-dispatches", maxDispatches()),
        positive("max-unconfirmed", maxUnconfirmed()),
        positive("max-follow-ups", maxFollowUps()),
        positive("max-groups", maxGroups()),
        positive("max-shapes", maxShapes()),
        positive("max-misfits", maxMisfits()),
        positive("max-waves", maxWaves()),
        positive("idle-delay", idleDelay()),
        positive("node-lost-after", nodeLostAfter()),
        positive("host-word-wait", hostWordWait()),
        positive("stop-grace", stopGrace()),
        positive("progress-every", progressEvery()),
        positive("demand-every", demandEvery()),
        positive("refusal-hold", refusalHold()),
        positive("refused-node-pause", refusedNodePause()),
        positive("terminated-kept", terminatedKept()));
  }

  private static int positive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("longshore.scheduler." + key + " must be at least 1");
    }
    return value;
  }

  private static Duration positive(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("longshore.scheduler." + key + " must not be negative");
    }
    return value;
  }
}
