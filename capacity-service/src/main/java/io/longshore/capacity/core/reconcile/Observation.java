package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import java.util.List;

/**
 * One look at AWS, made after the last actions had been answered.
 *
 * @param seen what exists
 * @param catalogue the region's instance types; empty until they are known
 * @param prices what types cost
 * @param results how the last actions went
 */
public record Observation(
    Seen seen, Catalogue catalogue, Prices prices, List<ActionResult> results) {
  /** Copies. */
  public Observation {
    results = List.copyOf(results);
  }
}
