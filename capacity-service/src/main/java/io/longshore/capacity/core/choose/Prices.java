package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import java.util.Map;

/**
 * What an hour of a type costs, for comparing types with each other and nothing else. Spot prices
 * are EC2's. On-Demand prices are not in EC2's own API: they are estimated from what the type has,
 * which keeps the order of a region's general, compute and memory families.
 *
 * @param spot dollars an hour by type, the cheapest zone's
 */
public record Prices(Map<String, Double> spot) {

  /** Nothing is known. */
  public static final Prices UNKNOWN = new Prices(Map.of());

  private static final double PER_VCPU = 0.033;
  private static final double PER_GIB = 0.00375;
  private static final double PER_GPU = 0.6;
  private static final double USUAL_SPOT_PART = 0.4;

  /** Copies. */
  public Prices {
    spot = Map.copyOf(spot);
  }

  /** Dollars an hour, known or estimated. */
  public double hourly(InstanceType type, Market market) {
    return switch (market) {
      case ON_DEMAND -> listed(type);
      case SPOT -> spot.getOrDefault(type.name(), listed(type) * USUAL_SPOT_PART);
    };
  }

  /** The estimate of the On-Demand price, the same at all times. */
  static double listed(InstanceType type) {
    return PER_VCPU * type.vcpus()
        + PER_GIB * (type.memoryBytes() / (double) (1L << 30))
        + PER_GPU * type.gpus();
  }
}
