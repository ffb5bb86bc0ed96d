package io.longshore.scheduler.core.demand;

import java.time.Instant;

/** Where an instance stands with the scheduler. */
public sealed interface InstanceState {
  /** It exists; its node has not been ready yet. */
  record Coming() implements InstanceState {}

  /** Its node has joined and takes launches while it is well. */
  record Usable() implements InstanceState {}

  /**
   * It takes nothing new and is released when its last launch has ended.
   *
   * @param interrupted EC2 has given notice: what ends badly on it ends with its host
   */
  record Draining(String reason, boolean interrupted) implements InstanceState {}

  /** To be ended and never used again, however late it joins: a one-way door. */
  record Released(Instant at, String reason) implements InstanceState {}

  /** To be ended although launches may be on it: its host counts as lost. One-way too. */
  record Lost(Instant at, String reason) implements InstanceState {}

  /**
   * EC2 says so. The record stays for a while, so that a late report of its node does not bring it
   * back.
   */
  record Terminated(Instant at) implements InstanceState {}

  /** Launches may go to its node. */
  default boolean takesLaunches() {
    return switch (this) {
      case Coming _, Usable _ -> true;
      case Draining _, Released _, Lost _, Terminated _ -> false;
    };
  }

  /** It is or will be ended, and nothing changes that. */
  default boolean onItsWayOut() {
    return switch (this) {
      case Released _, Lost _, Terminated _ -> true;
      case Coming _, Usable _, Draining _ -> false;
    };
  }
}
