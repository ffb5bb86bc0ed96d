package io.longshore.standalone.world.aws;

/** How an instance is bought. */
public enum Market {
  /** At the list price, until it is given back. */
  ON_DEMAND("on-demand"),
  /** At the Spot price, until EC2 wants it back. */
  SPOT("spot");

  private final String text;

  Market(String text) {
    this.text = text;
  }

  /** The market as EC2 names it. */
  public String text() {
    return text;
  }

  /** Reads what {@link #text} gives. */
  public static Market parse(String text) {
    for (Market market : values()) {
      if (market.text.equals(text)) {
        return market;
      }
    }
    throw new IllegalArgumentException("no market: " + text);
  }
}
