package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.StateName;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of what is in memory, for gauges.
 *
 * @param jobs single jobs and children with a life of their own, by state
 * @param arrays with children that have not ended
 * @param waiting jobs and children that may run, by queue
 * @param unconfirmed launches that placement-service has not reported, by cluster
 * @param nodes known
 * @param instances known, terminated ones among them
 */
public record Census(
    Map<StateName, Integer> jobs,
    int arrays,
    Map<QueueArn, Long> waiting,
    Map<String, Integer> unconfirmed,
    int nodes,
    int instances) {

  static Census of(State state) {
    var waiting = new TreeMap<QueueArn, Long>();
    state.queues.all().forEach(q -> waiting.put(q.arn(), state.queues.of(q.arn()).count()));
    return new Census(
        Map.copyOf(state.jobs.counts()),
        state.jobs.arrayCount(),
        waiting,
        state.unconfirmed(),
        state.nodes.all().size(),
        state.instances.count());
  }
}
