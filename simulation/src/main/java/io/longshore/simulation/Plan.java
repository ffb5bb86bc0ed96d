package io.longshore.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is simulated: everything follows from it.
 *
 * @param jobs attempts that run at the least: as many jobs are submitted, array children counted,
 *     and more where that was not enough
 * @param millis virtual time until faults stop and all must come to rest
 * @param faults kinds that may happen
 */
public record Plan(long seed, int jobs, long millis, Set<Faults.Kind> faults) {

  /** Copies. */
  public Plan {
    faults = faults.isEmpty() ? EnumSet.noneOf(Faults.Kind.class) : EnumSet.copyOf(faults);
  }

  /** Everything of a seed. */
  public static Plan of(long seed, int jobs, double hours) {
    return new Plan(seed, jobs, (long) (hours * 3_600_000), Faults.all());
  }

  /** Without these faults. */
  public Plan without(Faults.Kind kind) {
    var fewer = EnumSet.copyOf(faults.isEmpty() ? EnumSet.noneOf(Faults.Kind.class) : faults);
    fewer.remove(kind);
    return new Plan(seed, jobs, millis, fewer);
  }

  /** With so many jobs. */
  public Plan withJobs(int fewer) {
    return new Plan(seed, fewer, millis, faults);
  }

  /** For so long. */
  public Plan withMillis(long shorter) {
    return new Plan(seed, jobs, shorter, faults);
  }
}
