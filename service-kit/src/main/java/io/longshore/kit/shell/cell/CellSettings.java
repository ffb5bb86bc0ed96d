package io.longshore.kit.shell.cell;

import io.longshore.kit.wire.Turns;
import java.time.Duration;

/**
 * Bounds of a scope's loop.
 *
 * @param maxInputs messages of one round; a single record may exceed it
 * @param inboxBytes bytes that wait for a round before reading pauses
 * @param outboxPoll how often the publisher looks for rows that other instances committed
 * @param standbyPoll how often a process without the lease asks for it
 * @param gapAlarm how long a stream may wait at a gap before that is an alarm
 */
public record CellSettings(
    int maxInputs, long inboxBytes, Duration outboxPoll, Duration standbyPoll, Duration gapAlarm) {

  /** 5,000 inputs, 32 MiB, 200 ms, 500 ms, 30 s. */
  public static final CellSettings DEFAULT =
      new CellSettings(
          Turns.MAX_INPUTS,
          32L << 20,
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(30));
}
