package io.longshore.simulation.database;

/** Another owner has the scope. */
public final class LeaseLost extends RuntimeException {

  private static final long serialVersionUID = 1;

  LeaseLost(String scope, long epoch) {
    super(scope + " is no longer epoch " + epoch + "'s", null, false, false);
  }
}
