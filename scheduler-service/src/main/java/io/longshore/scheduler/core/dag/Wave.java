package io.longshore.scheduler.core.dag;

import java.time.Instant;

/**
 * Children of an array that became RUNNABLE together and have no life of their own yet.
 *
 * @param since when
 * @param children which of them still wait
 */
public record Wave(Instant since, Bits children) {}
