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
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Promise 8: within a queue equal shapes are dispatched in the queue's order, retries first. Who
 * waits is kept by what was committed before the step that dispatches; a child's place is the one
 * that it was first seen at, whatever becomes of its wave.
 */
public final class QueueOrder extends Promise {

  private final Mirror mirror;
  private final Map<Line, TreeSet<Place>> lines = new HashMap<>();
  private final Map<JobKey, Place> children = new HashMap<>();
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

  private static Map<JobKey, Place> places(@Nullable ArrayJob array) {
    var places = new HashMap<JobKey, Place>();
    if (array != null) {
      for (var wave : array.waves()) {
        wave.children()
            .each(
                index -> {
                  var key = new JobKey(array.id(), index);
                  var turn = new Turn(false, wave.since(), array.spec().seq(), index);
                  places.put(key, new Place(turn, key));
                });
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
        if (place == null) {
          place = children.get(key);
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
          var stay = places(array).keySet();
          for (var key : places(mirror.arrays.get(array.id())).keySet()) {
            var place = stay.contains(key) ? null : children.remove(key);
            if (place != null) {
              line.remove(place);
            }
          }
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
        case Change.ArrayPut(var array) -> {
          var line = line(array.spec().queue(), array.spec().shape());
          places(array)
              .forEach((key, place) -> line.add(children.computeIfAbsent(key, _ -> place)));
        }
        default -> {}
      }
    }
  }
}
