package io.longshore.capacity.core;

/** How instance types are chosen, in AWS Batch's words. */
public enum Strategy {
  /** The cheapest types that fit, further ones when the first are short. */
  BEST_FIT_PROGRESSIVE(false, false, "lowest-price"),
  /** Types in the order of the list. */
  BEST_FIT_PROGRESSIVE_ORDERED(true, false, "prioritized"),
  /** The deepest Spot pools. */
  SPOT_CAPACITY_OPTIMIZED(false, true, "capacity-optimized"),
  /** Deep Spot pools at a low price. */
  SPOT_PRICE_CAPACITY_OPTIMIZED(false, true, "price-capacity-optimized"),
  /** The deepest Spot pools, with the list's order as a hint. */
  SPOT_CAPACITY_OPTIMIZED_PRIORITIZED(true, true, "capacity-optimized-prioritized");

  private final boolean ordered;
  private final boolean forSpot;
  private final String groupWord;

  Strategy(boolean ordered, boolean forSpot, String groupWord) {
    this.ordered = ordered;
    this.forSpot = forSpot;
    this.groupWord = groupWord;
  }

  /** Whether the environment's list of types is an order of preference. */
  public boolean ordered() {
    return ordered;
  }

  /** Auto Scaling's word for the strategy on a market. */
  public String groupWord(Market market) {
    return switch (market) {
      case ON_DEMAND -> forSpot ? "lowest-price" : groupWord;
      case SPOT -> {
        if (forSpot) {
          yield groupWord;
        }
        // AWS Batch allows the On-Demand strategies on Spot too, where they mean price and order.
        yield ordered ? "capacity-optimized-prioritized" : "price-capacity-optimized";
      }
    };
  }
}
