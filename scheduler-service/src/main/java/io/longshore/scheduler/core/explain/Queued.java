package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.explain.Explanation.Place;
import io.longshore.scheduler.core.explain.Explanation.Position;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.share.HeldBy;
import io.longshore.scheduler.core.share.Turn;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds a job that could run: its turn in its queue, or room in the queue's environments. */
final class Queued {
  private final View view;

  Queued(View view) {
    this.view = view;
  }

  /** {@code before}: children of its own wave that go before it. */
  Finding of(Job job, Turn turn, int before) {
    var queue = view.world().queues().get(job.spec().queue());
    if (queue == null) {
      return Finding.of(Reason.NO_USABLE_ENVIRONMENT, "Its queue is gone");
    }
    var heldBy = view.heldBy().apply(queue.arn());
    var waiting = view.world().queues().of(queue.arn());
    var ahead = waiting.ahead(turn) + before;
    var head = waiting.first().orElse(null);
    var blocking = heldBy == HeldBy.NO_ROOM && ahead > 0 && head != null ? head.key() : null;
    var position =
        new Position(queue.arn(), queue.priority(), ahead, blocking, job.state().since());
    var places = new Places(view).of(queue, job.spec().shape(), heldBy);
    var reason = reason(ahead, heldBy, places);
    return Finding.queued(reason, words(reason, position, places), position, places);
  }

  private static Reason reason(long ahead, @Nullable HeldBy heldBy, List<Place> places) {
    if (heldBy == HeldBy.LAUNCH_LIMIT) {
      return Reason.LAUNCH_LIMIT;
    }
    if (ahead > 0) {
      return heldBy == HeldBy.NO_ROOM ? Reason.BEHIND_BLOCKED_HEAD : Reason.BEHIND_OTHERS;
    }
    return heldBy == HeldBy.NO_ROOM ? reason(places) : Reason.NEXT_ROUNDS;
  }

  /** The most hopeful of the environments says it. */
  private static Reason reason(List<Place> places) {
    var reasons = places.stream().map(Place::reason).toList();
    if (reasons.contains(EnvironmentReason.HAS_ROOM)) {
      return Reason.NEXT_ROUNDS;
    }
    if (reasons.contains(EnvironmentReason.CAPACITY_ON_THE_WAY)) {
      return Reason.WAITING_FOR_CAPACITY;
    }
    if (reasons.contains(EnvironmentReason.CAPACITY_REFUSED)) {
      return Reason.CAPACITY_REFUSED;
    }
    if (reasons.contains(EnvironmentReason.AT_MAXIMUM)) {
      return Reason.ENVIRONMENTS_AT_MAXIMUM;
    }
    if (reasons.contains(EnvironmentReason.NO_ROOM_NOW)) {
      return places.stream()
              .anyMatch(p -> p.reason() == EnvironmentReason.NO_ROOM_NOW && p.managed())
          ? Reason.DEMAND_LIST_FULL
          : Reason.WAITING_FOR_CAPACITY;
    }
    return reasons.contains(EnvironmentReason.NO_TYPE_FITS)
            || reasons.contains(EnvironmentReason.MAXIMUM_TOO_SMALL)
        ? Reason.FITS_NOWHERE
        : Reason.NO_USABLE_ENVIRONMENT;
  }

  private static String words(Reason reason, Position position, List<Place> places) {
    var each =
        places.stream()
            .map(p -> p.environment() + " " + p.words())
            .collect(Collectors.joining("; "));
    return switch (reason) {
      case BEHIND_OTHERS -> first(position.ahead());
      case BEHIND_BLOCKED_HEAD ->
          first(position.ahead())
              + ", and "
              + position.blocking()
              + " at the head fits nowhere now";
      case NEXT_ROUNDS -> "Nothing holds it: it goes in one of the next rounds";
      default -> each.isEmpty() ? "Its queue has no environment" : each;
    };
  }

  private static String first(long ahead) {
    return ahead == 1 ? "1 job of its queue goes first" : ahead + " jobs of its queue go first";
  }
}
