package io.longshore.capacity.core.interrupt;

/**
 * What becomes of an event once the step that read it is committed.
 *
 * @param receipt which
 * @param fate what becomes of it
 */
public record Verdict(String receipt, Fate fate) {

  /** What becomes of an event. */
  public sealed interface Fate {
    /** It has had its effect: delete it. */
    record Done() implements Fate {}

    /** It names an instance that no look has shown yet: leave it in the queue for a while. */
    record Later() implements Fate {}

    /** It means nothing here: delete it, count it, say why. */
    record Foreign(String why) implements Fate {}
  }
}
