package io.longshore.kit.shell.cell;

import java.time.Duration;

/**
 * Bounds of a scope's loop.
 *
 * @param maxInputs messages of one round; a single record may exceed it
 * @param inboxBytes bytes that wait for a round before reading pauses
 * @param outboxPoll how often the publisher looks for rows that other instances committed
 * @param standbyPoll how often a process without the lease asks for it
 */
public record CellSettings(
    int maxInputs, long inboxBytes, Duration outboxPoll, Duration standbyPoll) {

  /** 5,000 inputs, 32 MiB, 200 ms, 500 ms. */
  public static final CellSettings DEFAULT =
      new CellSettings(5_000, 32L << 20, Duration.ofMillis(200), Duration.ofMillis(500));
}
