package io.longshore.capacity.core.reconcile;

import static io.longshore.capacity.core.Some.shape;

import io.longshore.capacity.core.Amounts;
import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Shape;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The scheduler as far as capacity goes: jobs wait, run on joined nodes and end; idle nodes are
 * released, one way; a released one stays in every demand until its end is reported.
 */
final class FakeScheduler {

  private static final List<Shape> SHAPES =
      List.of(shape(1, 1), shape(2, 12), shape(4, 4), shape(0.5, 3), shape(16, 16), shape(7, 50));

  final Set<String> everGivenUp = new HashSet<>();
  private final String arn;
  private final int maximum;
  private final Catalogue catalogue;
  private final Random random;
  private final List<Shape> waiting = new ArrayList<>();
  private final Map<String, List<Shape>> nodes = new TreeMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Set<String> givenUp = new TreeSet<>();
  private final Set<String> ended = new HashSet<>();
  private int read;
  private boolean arrivals = true;

  FakeScheduler(String arn, int maximum, Catalogue catalogue, Random random) {
    this.arn = arn;
    this.maximum = maximum;
    this.catalogue = catalogue;
    this.random = random;
  }

  void stopArrivals() {
    arrivals = false;
  }

  int waitingJobs() {
    return waiting.size();
  }

  int runningJobs() {
    return nodes.values().stream().mapToInt(List::size).sum();
  }

  /** Instances given up whose end was never reported. */
  Set<String> unsettled() {
    return Set.copyOf(givenUp);
  }

  void turn(CellDriver cell, Instant now) {
    for (var report : cell.reports.subList(read, cell.reports.size())) {
      hear(report.fact());
    }
    read = cell.reports.size();
    for (var id : cell.aws.alive()) {
      var instance = cell.aws.instances.get(id);
      boolean joinable = instance.state == Seen.State.RUNNING && types.containsKey(id);
      if (joinable && !nodes.containsKey(id) && !givenUp.contains(id) && random.nextInt(3) == 0) {
        nodes.put(id, new ArrayList<>());
      }
    }
    if (arrivals && random.nextInt(4) == 0) {
      var shape = SHAPES.get(random.nextInt(SHAPES.size()));
      for (int i = random.nextInt(5); i >= 0; i--) {
        waiting.add(shape);
      }
    }
    place();
    nodes.values().forEach(jobs -> jobs.removeIf(j -> random.nextInt(5) == 0));
    release();
  }

  private void hear(Fact fact) {
    switch (fact) {
      case Fact.Launched l -> types.put(l.instanceId(), l.instanceType());
      case Fact.Terminated t -> {
        ended.add(t.instanceId());
        givenUp.remove(t.instanceId());
        Optional.ofNullable(nodes.remove(t.instanceId())).ifPresent(waiting::addAll);
      }
      case Fact.NeverJoined n -> giveUp(n.instanceId());
      case Fact.WantsToGo _,
          Fact.Interruption _,
          Fact.LaunchFailed _,
          Fact.LaunchRecovered _,
          Fact.FitsNoType _ -> {}
    }
  }

  private void giveUp(String id) {
    if (!ended.contains(id)) {
      givenUp.add(id);
      everGivenUp.add(id);
    }
  }

  private void place() {
    for (var job : List.copyOf(waiting)) {
      for (var node : nodes.entrySet()) {
        if (free(node.getKey()).holds(job.requests(), 1) == 1) {
          node.getValue().add(job);
          waiting.remove(job);
          break;
        }
      }
    }
  }

  private Amounts free(String id) {
    var free = catalogue.type(types.get(id)).map(InstanceType::capacity).orElseThrow();
    for (var job : nodes.get(id)) {
      free = free.minus(job.requests(), 1);
    }
    return free;
  }

  private void release() {
    for (var node : List.copyOf(nodes.entrySet())) {
      if (node.getValue().isEmpty() && random.nextInt(3) == 0) {
        nodes.remove(node.getKey());
        giveUp(node.getKey());
      }
    }
  }

  Demand demand(Instant now) {
    var groups = new ArrayList<Waiting>();
    for (var job : waiting) {
      if (groups.isEmpty() || !groups.getLast().shape().equals(job)) {
        groups.add(new Waiting(job, 1));
      } else {
        groups.set(groups.size() - 1, new Waiting(job, groups.getLast().count() + 1));
      }
    }
    return new Demand(arn, 1, 0, maximum, groups, nodes.keySet(), givenUp, Set.of(), now);
  }
}
