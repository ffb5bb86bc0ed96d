package io.longshore.scheduler.core.job;

import io.longshore.scheduler.core.fit.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for at submission. It never changes; an array's children share their parent's.
 *
 * @param queue where it waits
 * @param seq order of submission in the cell; breaks ties of time
 * @param createdAt when it was accepted
 * @param shape what each launch asks for
 * @param retry when to run it again
 * @param timeout how long an attempt may run from RUNNING, null for without limit
 * @param dependsOn what it waits for, at most 20
 * @param arraySize number of children, 0 where it is no array
 * @param undispatchable why it can never be dispatched: it fails with this when its turn comes
 */
public record JobSpec(
    QueueArn queue,
    long seq,
    Instant createdAt,
    Shape shape,
    RetryRules retry,
    @Nullable Duration timeout,
    List<Dependency> dependsOn,
    int arraySize,
    @Nullable String undispatchable) {

  public JobSpec {
    dependsOn = List.copyOf(dependsOn);
    if (dependsOn.size() > Integer.SIZE) {
      throw new IllegalArgumentException("at most 32 dependencies, got " + dependsOn.size());
    }
  }

  /** The same with equal parts that others have too. */
  public JobSpec sharing(QueueArn sameQueue, Shape sameShape, RetryRules sameRetry) {
    return new JobSpec(
        sameQueue,
        seq,
        createdAt,
        sameShape,
        sameRetry,
        timeout,
        dependsOn,
        arraySize,
        undispatchable);
  }

  public boolean isArray() {
    return arraySize > 0;
  }
}
