package io.longshore.scheduler.core.share;

import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.JobKey;

/**
 * What stands in a queue: a job, or a wave of an array's children.
 *
 * @param turn its place
 * @param key the job; for a wave the array
 * @param shape what each launch asks for
 * @param count 1, or the number of children in the wave
 */
public record Candidate(Turn turn, JobKey key, Shape shape, int count) {}
