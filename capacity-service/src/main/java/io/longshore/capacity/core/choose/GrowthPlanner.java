package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Turns waiting shapes into requests for instances. In dispatch order each shape goes first into
 * instances that are on their way, then into requests that are still open, then into new ones. New
 * ones are opened only while the vCPUs that exist or were asked for are below the maximum, so the
 * maximum is passed by less than one instance. A request that nothing needs any more is withdrawn.
 *
 * <p>One planner plans once.
 */
public final class GrowthPlanner {

  /** Groups this much dearer than the cheapest count as equal; the smaller instance wins. */
  private static final double SAME_PRICE = 1.10;

  private final Choices choices;
  private final Situation situation;
  private final List<Bin> coming = new ArrayList<>();
  private final Map<String, Slots> slots = new LinkedHashMap<>();
  private final List<GrowthPlan.Unfit> unfit = new ArrayList<>();
  private long counted;
  private long kept;

  /** What one group has on request: slots that were open before, and new ones. */
  private static final class Slots {
    final TypeGroup group;
    final boolean shortage;
    final List<Bin> bins = new ArrayList<>();

    Slots(TypeGroup group, boolean shortage) {
      this.group = group;
      this.shortage = shortage;
    }
  }

  /** A planner for one environment's situation. */
  public GrowthPlanner(Choices choices, Situation situation) {
    this.choices = choices;
    this.situation = situation;
    counted = situation.existingVcpus();
    kept = situation.existingVcpus();
    situation.coming().forEach(t -> coming.add(new Bin(choices, List.of(t), choices.room(t))));
    coming.sort(Comparator.comparingLong(Bin::freeMillis));
    for (var open : situation.open()) {
      var slot = slotsOf(open.group());
      for (int i = 0; i < open.instances(); i++) {
        slot.bins.add(new Bin(choices, open.group().types(), open.group().room()));
      }
      counted += (long) open.instances() * open.group().vcpus();
    }
  }

  /** The plan. */
  public GrowthPlan plan() {
    for (var waiting : situation.waiting()) {
      switch (choices.forShape(waiting.shape())) {
        case Choices.Choice.NoType(var why) ->
            unfit.add(new GrowthPlan.Unfit(waiting.shape(), why));
        case Choices.Choice.Groups(var groups) -> place(waiting, groups);
      }
    }
    holdMinimum();
    var requests = new ArrayList<GrowthPlan.Request>();
    for (var slot : slots.values()) {
      int wanted = (int) slot.bins.stream().filter(Bin::touched).count();
      requests.add(new GrowthPlan.Request(slot.group, wanted));
    }
    return new GrowthPlan(List.copyOf(requests), List.copyOf(unfit));
  }

  private void place(Waiting waiting, List<TypeGroup> groups) {
    var shape = waiting.shape();
    long left = waiting.count();
    for (var bin : coming) {
      left -= bin.take(shape, left);
    }
    left = intoSlots(shape, left, false);
    var ample = ample(groups);
    if (ample.isEmpty()) {
      left = intoSlots(shape, left, true);
      open(shape, left, groups);
    } else {
      open(shape, left, ample);
    }
  }

  private long intoSlots(Shape shape, long count, boolean shortage) {
    long left = count;
    for (var slot : slots.values()) {
      if (slot.shortage != shortage) {
        continue;
      }
      for (var bin : slot.bins) {
        if (left == 0) {
          return 0;
        }
        if (bin.holds(shape, 1) == 1 && mayKeep(slot.group, bin)) {
          left -= bin.take(shape, left);
        }
      }
    }
    return left;
  }

  /** Whether the maximum has room for an open request, and takes that room. */
  private boolean mayKeep(TypeGroup group, Bin bin) {
    if (bin.touched()) {
      return true;
    }
    if (kept >= situation.limits().maximumVcpus()) {
      return false;
    }
    kept += group.vcpus();
    return true;
  }

  private void open(Shape shape, long count, List<TypeGroup> groups) {
    long left = count;
    while (left > 0) {
      long room = situation.limits().maximumVcpus() - counted;
      if (room <= 0) {
        return;
      }
      var group = choose(shape, left, groups, room);
      long held = group.room().holds(shape.requests(), left);
      long instances = Math.max(1, Math.min(left / held, room / group.vcpus()));
      for (long i = 0; i < instances; i++) {
        left -= launch(group).take(shape, left);
      }
    }
  }

  private Bin launch(TypeGroup group) {
    var bin = new Bin(choices, group.types(), group.room());
    slotsOf(group).bins.add(bin);
    counted += group.vcpus();
    kept += group.vcpus();
    return bin;
  }

  private TypeGroup choose(Shape shape, long left, List<TypeGroup> groups, long room) {
    var within = groups.stream().filter(g -> g.vcpus() <= room).toList();
    if (within.isEmpty()) {
      // The one instance that may pass the maximum: the smallest that holds the shape.
      return groups.stream().min(Comparator.comparingInt(TypeGroup::vcpus)).orElseThrow();
    }
    return choices.walksInOrder()
        ? within.getFirst()
        : cheapest(within, g -> g.price() / g.room().holds(shape.requests(), left));
  }

  private static TypeGroup cheapest(List<TypeGroup> groups, ToDoubleFunction<TypeGroup> cost) {
    double least = groups.stream().mapToDouble(cost).min().orElseThrow();
    return groups.stream()
        .filter(g -> cost.applyAsDouble(g) <= least * SAME_PRICE)
        .min(
            Comparator.comparingInt(TypeGroup::vcpus)
                .thenComparingDouble(cost)
                .thenComparing(TypeGroup::key))
        .orElseThrow();
  }

  private void holdMinimum() {
    long missing = situation.limits().minimumVcpus() - situation.holdingVcpus();
    for (var slot : slots.values()) {
      missing -= slot.bins.stream().filter(Bin::touched).count() * slot.group.vcpus();
    }
    var all = choices.all();
    var ample = ample(all);
    for (var slot : slots.values()) {
      for (var bin : slot.bins) {
        boolean may = !slot.shortage || ample.isEmpty();
        if (missing > 0 && may && !bin.touched() && mayKeep(slot.group, bin)) {
          bin.keep();
          missing -= slot.group.vcpus();
        }
      }
    }
    while (missing > 0 && counted < situation.limits().maximumVcpus()) {
      long room = Math.min(missing, situation.limits().maximumVcpus() - counted);
      var group = forMinimum(ample.isEmpty() ? all : ample, room);
      launch(group).keep();
      missing -= group.vcpus();
    }
  }

  private TypeGroup forMinimum(List<TypeGroup> groups, long room) {
    var within = groups.stream().filter(g -> g.vcpus() <= room).toList();
    if (within.isEmpty()) {
      return groups.stream().min(Comparator.comparingInt(TypeGroup::vcpus)).orElseThrow();
    }
    return choices.walksInOrder()
        ? within.getFirst()
        : cheapest(within, g -> g.price() / Math.max(1, g.room().amounts().vcpuMillis()));
  }

  private Slots slotsOf(TypeGroup group) {
    return slots.computeIfAbsent(
        group.key(), key -> new Slots(group, situation.shortGroups().contains(key)));
  }

  private List<TypeGroup> ample(List<TypeGroup> groups) {
    return groups.stream().filter(g -> !situation.shortGroups().contains(g.key())).toList();
  }
}
