package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.share.Queue;
import java.util.stream.Collectors;

/** All that a cell's memory holds, as text, but for clocks that a takeover starts anew. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(Cell cell) {
    var s = cell.state();
    var text = new StringBuilder();
    s.jobs.sortedJobs().forEach(j -> text.append(j).append('\n'));
    s.jobs.sortedArrays().forEach(a -> text.append(a).append('\n'));
    text.append("unsettled ").append(s.jobs.unsettled()).append('\n');
    text.append("draining ").append(s.jobs.draining()).append('\n');
    text.append("untold ").append(s.jobs.untold()).append('\n');
    s.jobs.counts().entrySet().stream()
        .filter(e -> e.getValue() != 0)
        .forEach(e -> text.append(e).append('\n'));
    s.launches().values().forEach(l -> text.append(l).append('\n'));
    s.nodes
        .all()
        .forEach(
            n ->
                text.append(n.node())
                    .append(n.open())
                    .append(n.reserved())
                    .append(n.free())
                    .append(n.launches())
                    .append(n.node().labels())
                    .append('\n'));
    s.instances.all().forEach(i -> text.append(i).append('\n'));
    text.append(s.environments.values()).append(s.supplies.keySet()).append('\n');
    text.append(s.unconfirmed()).append('\n');
    text.append(s.holds.all()).append('\n');
    for (var queue : s.queues.byPriority()) {
      text.append(queue(s, queue)).append('\n');
    }
    return text.toString();
  }

  private static String queue(State s, Queue queue) {
    var run = s.queues.of(queue.arn());
    return queue
        + " "
        + run.count()
        + " "
        + s.jobsOf(queue.arn())
        + run.candidates().stream().map(Object::toString).collect(Collectors.joining("\n  "))
        + run.lines().stream()
            .map(l -> l.shape() + " x " + l.count())
            .collect(Collectors.joining("\n  "));
  }
}
