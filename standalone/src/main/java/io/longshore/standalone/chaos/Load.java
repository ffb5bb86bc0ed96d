package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Order.After;
import io.longshore.standalone.chaos.Order.Program;
import java.util.List;
import java.util.Random;

/**
 * The work of a run, wave by wave: a function of the seed. A wave depends on nothing outside it.
 */
final class Load {

  private static final int SHORTEST_MILLIS = 100;
  private static final int LONGEST_MILLIS = 3_000;
  private static final int LARGEST_ARRAY = 8;

  private final Random random;
  private int number;

  Load(long seed) {
    // Another stream of chance than the schedule's.
    this.random = new Random(~seed);
  }

  /** The next orders, each after those that it waits for. */
  List<Order> next() {
    var name = "w" + number++;
    int die = random.nextInt(100);
    if (die < 30) {
      return List.of(Order.single(name, works()));
    }
    if (die < 50) {
      return chain(name);
    }
    if (die < 65) {
      return List.of(Order.array(name, size(), works()));
    }
    if (die < 75) {
      return List.of(new Order(name, size(), true, List.of(), works()));
    }
    if (die < 85) {
      return pair(name);
    }
    if (die < 95) {
      return List.of(Order.single(name, Program.failsOnce(millis())));
    }
    return doomed(name);
  }

  private List<Order> chain(String name) {
    var first = Order.single(name + "a", works());
    var second = Order.array(name + "b", size(), works(), whole(name + "a"));
    return List.of(first, second, Order.single(name + "c", works(), whole(name + "b")));
  }

  private List<Order> pair(String name) {
    int size = size();
    var first = Order.array(name + "a", size, works());
    return List.of(first, Order.array(name + "b", size, works(), new After(name + "a", true)));
  }

  private List<Order> doomed(String name) {
    var first = Order.single(name + "a", Program.fails(millis()));
    return List.of(first, Order.single(name + "b", works(), whole(name + "a")));
  }

  private static After whole(String token) {
    return new After(token, false);
  }

  private Program works() {
    return Program.works(millis());
  }

  private int millis() {
    return random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
  }

  private int size() {
    return random.nextInt(2, LARGEST_ARRAY + 1);
  }
}
