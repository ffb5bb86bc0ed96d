package io.longshore.standalone.world.aws;

/** Spot prices: a share of the list price that differs by type and zone and does not move. */
final class SpotPrices {

  private SpotPrices() {}

  /** Dollars an hour. */
  static double price(InstanceType type, String zone) {
    int spread = Math.floorMod((type.name() + zone).hashCode(), 21);
    return Math.round(type.usdPerHour() * (0.30 + spread / 100.0) * 10_000) / 10_000.0;
  }
}
