package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.job.JobId;
import java.util.List;
import java.util.Map;

/**
 * What one round works on.
 *
 * @param round its number
 * @param inputs in order of arrival
 * @param past ends of jobs that {@link Cell#needs} named; what is missing here is forgotten
 * @param timersMayFire false until inputs have been read to the ends seen at a takeover or lag
 */
public record Inputs(
    long round, List<Input> inputs, Map<JobId, PastOutcome> past, boolean timersMayFire) {
  public Inputs {
    inputs = List.copyOf(inputs);
    past = Map.copyOf(past);
  }
}
