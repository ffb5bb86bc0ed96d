package io.longshore.capacity.core;

/** Where instances are bought. */
public enum Market {
  /** At the list price, until they are ended. */
  ON_DEMAND("on-demand"),
  /** At the price of the day, until EC2 wants them back. */
  SPOT("spot");

  private final String word;

  Market(String word) {
    this.word = word;
  }

  /** EC2's word for it. */
  public String word() {
    return word;
  }
}
