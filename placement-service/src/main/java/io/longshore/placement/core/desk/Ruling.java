package io.longshore.placement.core.desk;

import io.longshore.placement.core.observe.LaunchReport;
import org.jspecify.annotations.Nullable;

/**
 * What an event makes of a launch.
 *
 * @param next the launch from now on
 * @param report what is to be told, if anything
 * @param doubt what has to be found out first
 */
record Ruling(Launch next, @Nullable LaunchReport report, Doubt doubt) {

  /** What stands between a sighting and an end. */
  sealed interface Doubt {

    /** Nothing. */
    record Settled() implements Doubt {}

    /** Whether the node is still the one meant; then this is the report. */
    record OfTheNode(LaunchReport ifStillThere) implements Doubt {}

    /** Whether evidence still comes. */
    record OfTheEnd(String why) implements Doubt {}
  }

  static Ruling same(Launch launch) {
    return new Ruling(launch, null, new Doubt.Settled());
  }

  static Ruling moved(Launch next) {
    return new Ruling(next, null, new Doubt.Settled());
  }

  static Ruling told(Launch next, LaunchReport report) {
    return new Ruling(next.withLast(report), report, new Doubt.Settled());
  }
}
