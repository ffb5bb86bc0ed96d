package io.longshore.simulation.promise;

import io.longshore.api.internal.v1.JobChange;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.placement.core.LaunchId;
import io.longshore.scheduler.core.round.Change;
import io.longshore.simulation.Broken;
import java.time.Instant;
import java.util.List;

/** One promise: looks on, and throws {@link Broken} where it does not hold. */
public abstract class Promise {

  private final String name;

  /** The promise's number and gist. */
  protected Promise(String name) {
    this.name = name;
  }

  /** It does not hold. */
  protected Broken broken(String message, Object... subjects) {
    return new Broken(name, List.of(subjects).stream().map(Object::toString).toList(), message);
  }

  /** The scheduler has committed these changes; the mirror shows what was before. */
  public void committing(List<Change> changes, Instant now) {}

  /** The mirror shows them too. */
  public void committed(List<Change> changes, Instant now) {}

  /** A launch's container has started. */
  public void started(LaunchId launch, int attempt, String machine) {}

  /** It has stopped. */
  public void stopped(LaunchId launch, int exitCode, String machine) {}

  /** A kubelet had no room, though nobody else's pod had come. */
  public void noRoom(LaunchId launch, String machine) {}

  /** Capacity-service does something at AWS. */
  public void acting(String environment, Action action) {}

  /** It was done. */
  public void acted(String environment, Action action) {}

  /** Queue-service has taken a change of a job. */
  public void told(String job, JobChange change) {}

  /** A moment went by. */
  public void tick() {}

  /** All has come to rest. */
  public void atRest() {}
}
