package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.Amounts;

/**
 * What launches may take of a node.
 *
 * @param amounts vCPUs, memory and the rest
 * @param pods pods that kubelet still takes
 */
public record Room(Amounts amounts, long pods) {

  /** How many launches that ask for {@code each} fit in here, at most {@code limit}. */
  public long holds(Amounts each, long limit) {
    return Math.max(0, Math.min(pods, amounts.holds(each, limit)));
  }

  /** This without {@code count} launches that ask for {@code each}. */
  public Room minus(Amounts each, long count) {
    return new Room(amounts.minus(each, count), pods - count);
  }

  /** The smaller of both, thing by thing. */
  public Room floor(Room that) {
    return new Room(amounts.floor(that.amounts), Math.min(pods, that.pods));
  }
}
