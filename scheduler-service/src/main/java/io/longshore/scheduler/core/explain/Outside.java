package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.job.Hold;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.StateName;
import java.util.List;
import java.util.Optional;

/**
 * What comes before all that the cell itself decides: an operator's word, a cluster that is away.
 */
final class Outside {
  private Outside() {}

  static Optional<Explanation> of(View view, JobKey key, Optional<Explanation> inside) {
    var hold = view.holdOf().apply(key);
    if (hold != null) {
      return Optional.of(inside.map(e -> held(e, hold)).orElseGet(() -> unknown(key, hold)));
    }
    return inside.map(e -> away(view, e));
  }

  private static Explanation held(Explanation explanation, Hold hold) {
    return ended(explanation.state())
        ? explanation
        : explanation.because(Reason.HELD_FOR_OPERATOR, words(hold));
  }

  private static boolean ended(StateName state) {
    return switch (state) {
      case SUCCEEDED, FAILED -> true;
      case SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING -> false;
    };
  }

  private static String words(Hold hold) {
    return "Held for an operator since "
        + hold.since()
        + ": message "
        + hold.source()
        + " could not be taken in: "
        + hold.reason();
  }

  /** Its submission itself could not be taken in. */
  private static Explanation unknown(JobKey key, Hold hold) {
    return new Explanation(
        key,
        StateName.SUBMITTED,
        Reason.HELD_FOR_OPERATOR,
        words(hold),
        List.of(),
        null,
        List.of(),
        null,
        1,
        1,
        hold.since(),
        hold.since());
  }

  /**
   * Without a placement-service nothing is heard of a launch; evidence that is awaited says more.
   */
  private static Explanation away(View view, Explanation explanation) {
    var underWay = explanation.launch();
    if (underWay == null
        || explanation.reason() == Reason.WAITING_FOR_EVIDENCE
        || !view.away().test(underWay.launch().place().cluster())) {
      return explanation;
    }
    return explanation.because(
        Reason.CLUSTER_AWAY,
        "Its cluster "
            + underWay.launch().place().cluster()
            + " has no placement-service now; what is known is older: "
            + explanation.words());
  }
}
