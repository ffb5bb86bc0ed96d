package io.longshore.kit.shell.db;

import io.longshore.kit.shell.Step;
import io.longshore.kit.wire.Advance;
import java.time.Instant;
import java.util.UUID;

/**
 * What one transaction of a lease holder commits.
 *
 * @param id unique to this step: a repeated commit of the same step has the same
 * @param epoch the lease it was decided under
 * @param number the round's number
 * @param at the time it was decided at
 * @param step what the program came to
 * @param advance what it had read
 */
public record Round(UUID id, long epoch, long number, Instant at, Step step, Advance advance) {}
