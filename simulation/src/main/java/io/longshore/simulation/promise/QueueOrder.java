package io.longshore.simulation.promise;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.round.Change;
import io.longshore.scheduler.core.share.Turn;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Promise 8: within a queue equal shapes are dispatched in the queue's order, retries first. Who
 * waits is kept by what was committed before the step that dispatches.
 */
public final class QueueOrder extends Promise {

  private final Mirror mirror;
  private final Map<Line, TreeSet<Place>> lines = new HashMap<>();
  private Map<JobKey, Place> before = Map.of();

  private record Line(QueueArn queue, Shape shape) {}

  private record Place(Turn turn, JobKey job) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byTurn = turn.compareTo(other.turn);
      return byTurn != 0 ? byTurn : job.compareTo(other.job);
    }
  }

  /** By what the scheduler committed. */
  public QueueOrder(Mirror mirror) {
    super("promise 8, in the queue's order");
    this.mirror = mirror;
  }

  private static @Nullable Place place(@Nullable Job job) {
    return job != null && job.state() instanceof JobState.Runnable(var since, var _, var front)
        ? new Place(new Turn(front, since, job.spec().seq(), job.key().index()), job.key())
        : null;
  }

  private static Set<Place> places(@Nullable ArrayJob array) {
    var places = new HashSet<Place>();
    if (array != null) {
      for (var wave : array.waves()) {
        wave.children()
            .each(
                index ->
                    places.add(
                        new Place(
                            new Turn(false, wave.since(), array.spec().seq(), index),
                            new JobKey(array.id(), index))));
      }
    }
    return places;
  }

  /** The places of those dispatched now, as they stood before. */
  @Override
  public void committing(List<Change> changes, Instant now) {
    var dispatched = new HashMap<JobKey, Place>();
    for (Change change : changes) {
      if (change instanceof Change.LaunchPut(var launch)
          && launch.state() instanceof LaunchState.Sent
          && !mirror.launches.containsKey(launch.id())) {
        var key = launch.id().job();
        var place = place(mirror.jobs.get(key));
        if (place == null && key.isChild()) {
          place =
              places(mirror.arrays.get(key.id())).stream()
                  .filter(p -> p.job().equals(key))
                  .findFirst()
                  .orElse(null);
        }
        if (place != null) {
          dispatched.put(key, place);
        }
      }
    }
    before = dispatched;
    move(changes);
  }

  /** Takes out who no longer waits; who begins to wait is let in after the check. */
  private void move(List<Change> changes) {
    for (Change change : changes) {
      switch (change) {
        case Change.JobPut(var job) -> {
          var old = place(mirror.jobs.get(job.key()));
          if (old != null && !old.equals(place(job))) {
            line(job.spec().queue(), job.spec().shape()).remove(old);
          }
        }
        case Change.ArrayPut(var array) -> {
          var line = line(array.spec().queue(), array.spec().shape());
          var stay = places(array);
          places(mirror.arrays.get(array.id())).stream()
              .filter(place -> !stay.contains(place))
              .forEach(line::remove);
        }
        default -> {}
      }
    }
  }

  private TreeSet<Place> line(QueueArn queue, Shape shape) {
    return lines.computeIfAbsent(new Line(queue, shape), _ -> new TreeSet<>());
  }

  @Override
  public void committed(List<Change> changes, Instant now) {
    before.forEach(
        (key, place) -> {
          var spec = mirror.specs.get(key.id());
          var line = line(spec.queue(), spec.shape());
          if (!line.isEmpty() && line.first().compareTo(place) < 0) {
            throw broken(
                key + " at " + place.turn() + " goes before " + line.first(),
                key,
                line.first().job());
          }
        });
    for (Change change : changes) {
      switch (change) {
        case Change.JobPut(var job) -> {
          var place = place(job);
          if (place != null) {
            line(job.spec().queue(), job.spec().shape()).add(place);
          }
        }
        case Change.ArrayPut(var array) ->
            line(array.spec().queue(), array.spec().shape()).addAll(places(array));
        default -> {}
      }
    }
  }
}
