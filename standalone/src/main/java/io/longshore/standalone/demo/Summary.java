package io.longshore.standalone.demo;

import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.standalone.demo.WorldControl.Instance;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What it took, from what was recorded.
 *
 * @param jobs runs of programs: children, and jobs that are no arrays
 * @param attempts attempts that ended
 * @param launches pods that were asked for
 * @param used vCPU-seconds during which containers ran; each job has one vCPU
 * @param paid vCPU-seconds of instances from their launch to their end
 * @param instances instances by market
 */
record Summary(
    int jobs,
    long attempts,
    long launches,
    double used,
    double paid,
    Map<String, Integer> instances) {

  static Summary of(int jobs, List<JobChange> changes, List<Instance> instances) {
    var ended =
        changes.stream()
            .filter(JobChange::hasEndedAttempt)
            .map(JobChange::getEndedAttempt)
            .toList();
    long launches =
        changes.stream()
            .filter(change -> change.getState() == JobState.JOB_STATE_STARTING)
            .map(change -> List.of(change.getJobId(), change.getArrayIndex(), change.getLaunch()))
            .distinct()
            .count();
    var byMarket = new TreeMap<String, Integer>();
    instances.forEach(instance -> byMarket.merge(instance.market(), 1, Integer::sum));
    return new Summary(
        jobs,
        ended.size(),
        launches,
        ended.stream().mapToDouble(Summary::seconds).sum(),
        instances.stream().mapToDouble(Instance::paid).sum(),
        byMarket);
  }

  /** Prints it as a table. */
  void print(PrintStream out, Duration wall) {
    out.println();
    out.printf("  jobs               %6d%n", jobs);
    out.printf("  attempts           %6d%n", attempts);
    out.printf("  launches           %6d%n", launches);
    instances.forEach((market, count) -> out.printf("  instances %-9s%6d%n", market, count));
    out.printf("  vCPU-seconds used  %6.0f%n", used);
    out.printf(
        "  vCPU-seconds paid  %6.0f  (%.0f %% used)%n", paid, 100 * used / Math.max(1, paid));
    out.printf("  wall time          %6.0f s%n%n", wall.toMillis() / 1000.0);
  }

  private static double seconds(EndedAttempt attempt) {
    return attempt.hasStartedAt() ? (attempt.getStoppedAt() - attempt.getStartedAt()) / 1000.0 : 0;
  }
}
