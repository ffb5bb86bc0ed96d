package io.longshore.standalone.world.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many instances EC2 has of each type, zone and market, and how many of them are taken. */
public final class Pools {

  private final int usual;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Pool, Integer> taken = new HashMap<>();

  /** One pool. */
  record Pool(String type, String zone, Market market) {}

  /**
   * The size of some pools.
   *
   * @param type a type's name, or * for all
   * @param zone a zone's name, or * for all
   * @param market a market's name, or * for all
   * @param size instances in each
   */
  public record Rule(String type, String zone, String market, int size) {

    /** Reads {@code TYPE:ZONE:MARKET=N}. */
    public static Rule parse(String text) {
      String[] sides = text.split("=");
      String[] parts = sides[0].split(":");
      if (sides.length != 2 || parts.length != 3) {
        throw new IllegalArgumentException("no pool: " + text + " (TYPE:ZONE:MARKET=N)");
      }
      return new Rule(parts[0], parts[1], parts[2], Integer.parseInt(sides[1]));
    }

    private boolean covers(Pool pool) {
      return (type.equals("*") || type.equals(pool.type()))
          && (zone.equals("*") || zone.equals(pool.zone()))
          && (market.equals("*") || market.equals(pool.market().text()));
    }
  }

  /** Pools of one size. */
  public Pools(int usual) {
    this.usual = usual;
  }

  /** Sets sizes; a later rule beats an earlier one. */
  public void set(Rule rule) {
    rules.add(rule);
  }

  int free(Pool pool) {
    int size =
        rules.reversed().stream()
            .filter(r -> r.covers(pool))
            .findFirst()
            .map(Rule::size)
            .orElse(usual);
    return Math.max(0, size - taken.getOrDefault(pool, 0));
  }

  void take(Pool pool) {
    taken.merge(pool, 1, Integer::sum);
  }

  void giveBack(Pool pool) {
    taken.merge(pool, -1, Integer::sum);
  }
}
