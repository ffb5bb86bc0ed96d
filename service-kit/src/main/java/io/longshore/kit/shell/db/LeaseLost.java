package io.longshore.kit.shell.db;

/** The compare-and-set on the lease row found another epoch: nothing was written. */
public final class LeaseLost extends RuntimeException {

  /** Says whose lease it was. */
  public LeaseLost(String scope, long epoch) {
    super("scope " + scope + " is no longer owned under epoch " + epoch);
  }
}
