package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.RetryRules;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets jobs share equal parts, so that a waiting job costs little more than its own key. It forgets
 * all at its bound and begins anew: sharing saves room, nothing depends on it.
 */
final class Shared {
  private static final int MOST = 10_000;

  private final Map<Object, Object> parts = new HashMap<>();

  JobSpec of(JobSpec spec) {
    return spec.sharing(of(spec.queue()), of(spec.shape()), of(spec.retry()));
  }

  private QueueArn of(QueueArn queue) {
    return (QueueArn) share(queue);
  }

  private Shape of(Shape shape) {
    return (Shape) share(shape);
  }

  private RetryRules of(RetryRules retry) {
    return (RetryRules) share(retry);
  }

  private Object share(Object part) {
    if (parts.size() >= MOST) {
      parts.clear();
    }
    var known = parts.putIfAbsent(part, part);
    return known == null ? part : known;
  }
}
