package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Order.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What must become of a job, or of one child of an array, that was acknowledged.
 *
 * @param id as the API and the program know it
 * @param program what its attempts do
 * @param needs ids of all that must have succeeded before it starts
 * @param runs whether it runs at all; false where one that it needs fails
 * @param children of an array, whose parent runs nothing itself; else none
 */
record Unit(String id, Program program, List<String> needs, boolean runs, List<String> children) {

  Unit {
    needs = List.copyOf(needs);
    children = List.copyOf(children);
  }

  /** Whether it is an array itself. */
  boolean parent() {
    return !children.isEmpty();
  }

  /** Whether it is to end as SUCCEEDED. */
  boolean succeeds() {
    return runs && program.succeeds();
  }

  /**
   * All units of acknowledged orders.
   *
   * @param orders in the order of their submission
   * @param ids job ids by token; orders without one were never acknowledged
   */
  static List<Unit> of(List<Order> orders, Map<String, String> ids) {
    var units = new ArrayList<Unit>();
    var doomed = new HashMap<String, Boolean>();
    var sizes = new HashMap<String, Integer>();
    for (var order : orders) {
      var id = ids.get(order.token());
      if (id == null) {
        continue;
      }
      boolean runs = order.after().stream().noneMatch(after -> doomed.get(after.token()));
      doomed.put(order.token(), !runs || !order.program().succeeds());
      sizes.put(order.token(), order.size());
      if (order.size() > 0) {
        units.add(new Unit(id, order.program(), List.of(), runs, children(id, order.size())));
      }
      for (int index = 0; index < order.units(); index++) {
        units.add(unit(order, index, ids, sizes, runs));
      }
    }
    return List.copyOf(units);
  }

  private static Unit unit(
      Order order, int index, Map<String, String> ids, Map<String, Integer> sizes, boolean runs) {
    var id = ids.get(order.token());
    var needs = new ArrayList<String>();
    for (var after : order.after()) {
      var other = ids.get(after.token());
      if (after.childByChild()) {
        needs.add(child(other, sizes.get(after.token()), index));
      } else {
        needs.addAll(children(other, sizes.get(after.token())));
      }
    }
    if (order.sequential() && index > 0) {
      needs.add(child(id, order.size(), index - 1));
    }
    return new Unit(child(id, order.size(), index), order.program(), needs, runs, List.of());
  }

  private static List<String> children(String id, int size) {
    return IntStream.range(0, Math.max(1, size)).mapToObj(i -> child(id, size, i)).toList();
  }

  private static String child(String id, int size, int index) {
    return size == 0 ? id : id + ":" + index;
  }
}
