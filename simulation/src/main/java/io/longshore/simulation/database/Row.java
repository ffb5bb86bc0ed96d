package io.longshore.simulation.database;

/**
 * A row: columns that queries look at, and the wire bytes of the rest.
 *
 * @param number a version, a state, an epoch
 * @param flag whether the row is hot, gone or the like
 * @param body the rest
 */
public record Row(long number, boolean flag, byte[] body) {}
