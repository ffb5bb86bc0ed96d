package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.share.Turn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Explains a job from what the last round knew; nothing is reconstructed from logs. What a state
 * waits for is asked of {@link Dependencies}, {@link Queued} and {@link Launched}.
 */
public final class Explainer {
  private final View view;
  private final Dependencies dependencies;
  private final Queued queued;
  private final Launched launched;

  public Explainer(View view) {
    this.view = view;
    this.dependencies = new Dependencies(view);
    this.queued = new Queued(view);
    this.launched = new Launched(view);
  }

  /** Empty where the job is not in memory: it has ended long ago or was never known. */
  public Optional<Explanation> explain(JobKey key) {
    return Outside.of(view, key, inside(key));
  }

  /** What the cell by itself makes of it. */
  private Optional<Explanation> inside(JobKey key) {
    var array = view.jobs().array(key.id());
    var job = view.jobs().job(key);
    if (job != null) {
      return Optional.of(job(job, array));
    }
    if (array == null) {
      return Optional.empty();
    }
    if (!key.isChild()) {
      return Optional.of(array(array));
    }
    return key.index() >= array.size() || array.childEnded(key.index())
        ? Optional.empty()
        : Optional.of(child(array, key));
  }

  /** A job that has ended and left memory, from its row. */
  public static Explanation ended(Job job) {
    return end(job.state()).about(job);
  }

  /** An array that has ended and left memory, from its row. */
  public static Explanation ended(ArrayJob array) {
    return end(array.state()).about(array);
  }

  private Explanation job(Job job, @Nullable ArrayJob array) {
    return switch (job.state()) {
      case JobState.Submitted _, JobState.Pending _ -> dependencies.of(job, array).about(job);
      case JobState.Runnable(var since, _, var front) -> {
        var turn = new Turn(front, since, job.spec().seq(), job.key().index());
        yield queued.of(job, turn, 0).about(job);
      }
      case JobState.Starting _, JobState.Running _ -> launched.of(job).about(job);
      case JobState.Succeeded _, JobState.Failed _ -> ended(job);
    };
  }

  private Explanation array(ArrayJob array) {
    return array.ended()
        ? ended(array)
        : dependencies.of(array).orElseGet(() -> children(array)).about(array);
  }

  private static Finding children(ArrayJob array) {
    var left = array.size() - array.succeeded().count() - array.failed().count();
    var words = left + " of " + array.size() + " children have not ended";
    return Finding.of(Reason.WAITING_FOR_CHILDREN, words);
  }

  /** A child that has no row of its own yet. */
  private Explanation child(ArrayJob array, JobKey key) {
    var child = Job.submitted(key, array.spec(), array.spec().createdAt());
    for (var wave : array.waves()) {
      if (wave.children().has(key.index())) {
        var runnable = child.noted(new JobState.Runnable(wave.since(), 1, false));
        var first = wave.children().next(0);
        var turn = new Turn(false, wave.since(), array.spec().seq(), first);
        return queued.of(runnable, turn, wave.children().countBelow(key.index())).about(runnable);
      }
    }
    var pending = child.noted(new JobState.Pending(array.state().since(), 1));
    return dependencies.of(pending, array).about(pending);
  }

  private static Finding end(JobState state) {
    return Finding.of(reasonOfEnd(state), wordsOfEnd(state));
  }

  private static Reason reasonOfEnd(JobState state) {
    return switch (state) {
      case JobState.Failed(_, _, var by) ->
          switch (by) {
            case CANCEL, TERMINATE -> Reason.ENDED_BY_USER;
            case ITSELF, DEPENDENCY -> Reason.FAILED;
          };
      case JobState.Submitted _,
          JobState.Pending _,
          JobState.Runnable _,
          JobState.Starting _,
          JobState.Running _,
          JobState.Succeeded _ ->
          Reason.SUCCEEDED;
    };
  }

  private static String wordsOfEnd(JobState state) {
    return state instanceof JobState.Failed(_, var reason, _) ? reason : "It ended well";
  }
}
