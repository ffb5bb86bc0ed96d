package io.longshore.scheduler.core.round;

import java.time.Duration;

/**
 * Every bound and delay of the core, by name.
 *
 * @param maxDispatches launches decided in one round
 * @param maxUnconfirmed launches of a cluster that placement-service has not reported: a Stop never
 *     waits behind more
 * @param maxFollowUps jobs and children that one round ends, wakes or stops because of another's
 *     end or of a wish, and likewise timers that fire in it
 * @param maxGroups groups of waiting shapes in a demand
 * @param maxShapes different shapes of a queue that a round looks at for demand
 * @param maxMisfits shapes kept as fitting no type, for each environment
 * @param maxWaves waves of an array; later ones join the last
 * @param idleDelay how long an instance stays idle before it is released
 * @param nodeLostAfter how long a managed node may be away before its instance is ended as lost
 * @param hostWordWait how long an end by signal waits for its host's word
 * @param stopGrace between TERM and KILL
 * @param progressEvery at most so often is an array's progress told
 * @param demandEvery at most so often is an environment's demand stated anew
 * @param refusalHold how long after a refused launch its environment is left alone
 * @param refusedNodePause how long a node that refused a launch takes nothing new
 * @param terminatedKept how long a terminated instance is remembered
 */
public record Limits(
    int maxDispatches,
    int maxUnconfirmed,
    int maxFollowUps,
    int maxGroups,
    int maxShapes,
    int maxMisfits,
    int maxWaves,
    Duration idleDelay,
    Duration nodeLostAfter,
    Duration hostWordWait,
    Duration stopGrace,
    Duration progressEvery,
    Duration demandEvery,
    Duration refusalHold,
    Duration refusedNodePause,
    Duration terminatedKept) {

  /** What the service runs with unless it is told otherwise. */
  public static final Limits DEFAULTS =
      new Limits(
          2_000,
          2_000,
          2_000,
          200,
          2_000,
          1_000,
          16,
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofHours(1));

  /** With another idle delay. */
  public Limits withIdleDelay(Duration delay) {
    return new Limits(
        maxDispatches,
        maxUnconfirmed,
        maxFollowUps,
        maxGroups,
        maxShapes,
        maxMisfits,
        maxWaves,
        delay,
        nodeLostAfter,
        hostWordWait,
        stopGrace,
        progressEvery,
        demandEvery,
        refusalHold,
        refusedNodePause,
        terminatedKept);
  }
}
