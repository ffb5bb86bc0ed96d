package io.longshore.scheduler.core.fit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node as last reported, with what the scheduler thinks of it.
 *
 * @param uid the node object's UID
 * @param name its name
 * @param cluster short name of its cluster
 * @param instanceId its instance, empty where there is none
 * @param environmentUuid from its label
 * @param ready condition Ready is True
 * @param schedulable not cordoned and under no foreign taint
 * @param capacity what pods may ask for in all
 * @param maxPods most pods that it takes
 * @param labels that a selector may name
 * @param architecture as Kubernetes names it
 * @param awaySince since when it is not ready or its object is gone, null while it is well
 * @param gone its object was deleted
 * @param pausedUntil it takes nothing new until then, because it refused a launch; null: it does
 * @param suspect a pod on it is gone without evidence: it takes nothing new for good
 */
public record Node(
    NodeUid uid,
    String name,
    String cluster,
    String instanceId,
    String environmentUuid,
    boolean ready,
    boolean schedulable,
    Resources capacity,
    int maxPods,
    Map<String, String> labels,
    String architecture,
    @Nullable Instant awaySince,
    boolean gone,
    @Nullable Instant pausedUntil,
    boolean suspect) {

  public Node {
    labels = labels.isEmpty() ? Map.of() : Map.copyOf(labels);
  }

  /** It takes new launches, as far as it is concerned. */
  public boolean takesLaunches() {
    return ready && schedulable && !gone && pausedUntil == null && !suspect;
  }

  /** Not ready, or gone: what ends on it ends with its host. */
  public boolean away() {
    return awaySince != null;
  }

  public boolean hasInstance() {
    return !instanceId.isEmpty();
  }

  /** Its object was deleted. */
  public Node gone(Instant at) {
    return new Node(
        uid,
        name,
        cluster,
        instanceId,
        environmentUuid,
        false,
        schedulable,
        capacity,
        maxPods,
        labels,
        architecture,
        awaySince == null ? at : awaySince,
        true,
        pausedUntil,
        suspect);
  }

  /** It refused a launch: its books are not ours. */
  public Node paused(@Nullable Instant until) {
    return with(until, suspect);
  }

  /** A pod on it vanished. */
  public Node suspected() {
    return with(pausedUntil, true);
  }

  private Node with(@Nullable Instant newPause, boolean newSuspect) {
    return new Node(
        uid,
        name,
        cluster,
        instanceId,
        environmentUuid,
        ready,
        schedulable,
        capacity,
        maxPods,
        labels,
        architecture,
        awaySince,
        gone,
        newPause,
        newSuspect);
  }
}
