package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.demand.Refusal;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.StateName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a job is where it is.
 *
 * @param job which
 * @param state where it stands
 * @param reason the one that holds it there
 * @param words the same as a sentence for people
 * @param waitingFor jobs that it still waits for
 * @param position in its queue, null unless it is RUNNABLE
 * @param environments of its queue in their order; empty unless it is RUNNABLE
 * @param launch under way, null where there is none
 * @param attempt under way or next, from 1
 * @param maxAttempts that its retry strategy allows
 * @param createdAt when it was accepted
 * @param since when it came to this state
 */
public record Explanation(
    JobKey job,
    StateName state,
    Reason reason,
    String words,
    List<Awaited> waitingFor,
    @Nullable Position position,
    List<Place> environments,
    @Nullable UnderWay launch,
    int attempt,
    int maxAttempts,
    Instant createdAt,
    Instant since) {
  public Explanation {
    waitingFor = List.copyOf(waitingFor);
    environments = List.copyOf(environments);
  }

  /** The same with another reason, which comes before what it had. */
  Explanation because(Reason stronger, String why) {
    return new Explanation(
        job,
        state,
        stronger,
        why,
        waitingFor,
        position,
        environments,
        launch,
        attempt,
        maxAttempts,
        createdAt,
        since);
  }

  /** A job that it waits for. */
  public record Awaited(JobKey job, Dependency by, StateName state) {}

  /**
   * Its place in the queue.
   *
   * @param ahead jobs and children that go first
   * @param blocking the job at the head that holds those behind it, null where none does
   */
  public record Position(
      QueueArn queue, int priority, long ahead, @Nullable JobKey blocking, Instant runnableSince) {}

  /** An environment of the queue, and why it cannot take the job now. */
  public record Place(
      EnvironmentArn environment,
      int order,
      EnvironmentReason reason,
      String words,
      boolean managed,
      int maxVcpus,
      int vcpus,
      int usableNodes,
      int onTheWay,
      @Nullable Refusal refusal) {}

  /**
   * A launch under way.
   *
   * @param awaited what would prove that it ended, null where nothing is awaited
   */
  public record UnderWay(Launch launch, String namespace, @Nullable String awaited) {}
}
