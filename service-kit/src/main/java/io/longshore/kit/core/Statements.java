package io.longshore.kit.core;

import java.util.HashMap;
import java.util.Map;

/**
 * The newest statement of a subject wins. What an earlier owner has stored is a floor: an older
 * version is refused for ever, but the stored version itself is taken once more, because a new
 * owner's memory lacks it.
 */
public final class Statements {

  private static final int COUNTER_BITS = 40;

  private final Map<Key, Long> floor = new HashMap<>();
  private final Map<Key, Long> seen = new HashMap<>();

  /** Whose statement about what. */
  public record Key(String topic, String from, String subject) {}

  /** A version of the database: nothing older is taken. */
  public void floor(Key key, long version) {
    floor.merge(key, version, Statements::higher);
  }

  /** Takes a statement if it is newer than what memory knows. */
  public boolean take(Key key, long version) {
    if (Long.compareUnsigned(version, floor.getOrDefault(key, 0L)) < 0) {
      return false;
    }
    Long known = seen.get(key);
    if (known != null && Long.compareUnsigned(version, known) <= 0) {
      return false;
    }
    seen.put(key, version);
    return true;
  }

  /** Memory was rebuilt: everything at or above its floor is taken again. */
  public void forgetSeen() {
    seen.forEach((key, version) -> floor.merge(key, version, Statements::higher));
    seen.clear();
  }

  /**
   * The version of a new statement: the epoch in the high 24 bits, so that whatever a former owner
   * still sends is older.
   *
   * @param counter rises with every new statement of this ownership
   */
  public static long version(long epoch, long counter) {
    Check.that(epoch > 0 && epoch < 1L << 24, "epoch %d does not fit 24 bits", epoch);
    Check.that(counter >= 0 && counter < 1L << COUNTER_BITS, "counter %d is too high", counter);
    return epoch << COUNTER_BITS | counter;
  }

  private static long higher(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }
}
