package io.longshore.standalone.demo;

import java.util.List;
import java.util.function.Supplier;

/**
 * Something that was promised, and what the record says of it.
 *
 * @param what the promise
 * @param holds whether the record bears it out
 * @param evidence what was found
 */
record Claim(String what, boolean holds, String evidence) {

  /**
   * What was found when somebody looked.
   *
   * @param holds whether it is as promised
   * @param evidence what was seen
   */
  record Finding(boolean holds, String evidence) {}

  /** Looks; what cannot even be looked at does not hold, and the evidence says why. */
  static Claim of(String what, Supplier<Finding> look) {
    try {
      var found = look.get();
      return new Claim(what, found.holds(), found.evidence());
    } catch (RuntimeException e) {
      return new Claim(what, false, "cannot be told: " + e.getMessage());
    }
  }

  /** The claims that somebody makes, or one that is off where none could be made at all. */
  static List<Claim> all(String what, Supplier<List<Claim>> look) {
    try {
      return look.get();
    } catch (RuntimeException e) {
      return List.of(new Claim(what, false, "cannot be told: " + e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return "%-4s %s: %s".formatted(holds ? "ok" : "OFF", what, evidence);
  }
}
