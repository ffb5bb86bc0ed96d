package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.share.Queue;
import io.longshore.scheduler.core.share.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much capacity is wanted where. What waits is offered, queue by queue and shape by shape,
 * first to room that is free behind a blocked head, then to the queue's environments in their
 * order, each up to its maximum.
 *
 * <p>The first job that gets nothing holds those behind it, as it will when they are dispatched:
 * what they would get could not be used, would be released as idle and asked for again. The same
 * goes for a job that is asked for only where EC2 refuses to launch.
 *
 * <p>An environment that was refused a launch is asked after the others until it launches again; so
 * that it can, it is asked for one once the refusal is some time ago. What the others were asked
 * for in its place stands until then.
 *
 * <p>Room that is on its way is not subtracted: capacity-service fits what waits there first.
 */
public final class Wanted {
  /**
   * Bounds of a statement.
   *
   * @param maxGroups groups of waiting shapes
   * @param maxShapes different shapes of a queue that are looked at
   * @param refusalHold how long an environment that was refused is left alone
   */
  public record Bounds(int maxGroups, int maxShapes, Duration refusalHold) {}

  /** Jobs of one shape that are looked for one by one before the turn of one that gets nothing. */
  private static final long MOST_BEFORE = 10_000;

  private final World world;
  private final Bounds bounds;
  private final Instant now;
  private final Map<EnvironmentArn, Long> budgets = new HashMap<>();
  private final Map<EnvironmentArn, LinkedHashMap<Shape, Long>> groups = new TreeMap<>();
  private final Map<NodeUid, Resources> promised = new HashMap<>();
  private final Map<NodeUid, Integer> promisedPods = new HashMap<>();

  private Wanted(World world, Bounds bounds, Instant now) {
    this.world = world;
    this.bounds = bounds;
    this.now = now;
  }

  /**
   * Computes what is wanted.
   *
   * @param contributing queues whose head found no room; what others hold is no sign of need
   */
  public static Map<EnvironmentArn, List<WaitingGroup>> compute(
      World world, Set<QueueArn> contributing, Bounds bounds, Instant now) {
    var wanted = new Wanted(world, bounds, now);
    for (var queue : world.queues().byPriority()) {
      if (contributing.contains(queue.arn())) {
        wanted.offer(queue);
      }
    }
    var result = new TreeMap<EnvironmentArn, List<WaitingGroup>>();
    wanted.groups.forEach(
        (arn, of) -> {
          var list = new ArrayList<WaitingGroup>(of.size());
          of.forEach((shape, count) -> list.add(new WaitingGroup(shape, count)));
          result.put(arn, List.copyOf(list));
        });
    return result;
  }

  /** What a shape could still get in the environment, in vCPU millis. */
  public static long budget(World world, Environment environment) {
    var exists =
        world.instances().of(environment.arn()).stream()
            .filter(Wanted::countsAsThere)
            .mapToLong(world::vcpuMillis)
            .sum();
    return environment.maxVcpus() * 1000L - exists;
  }

  /** It exists and is not on its way any more. */
  private static boolean countsAsThere(Instance instance) {
    return switch (instance.state()) {
      case InstanceState.Usable _,
          InstanceState.Draining _,
          InstanceState.Released _,
          InstanceState.Lost _ ->
          true;
      case InstanceState.Coming _, InstanceState.Terminated _ -> false;
    };
  }

  private void offer(Queue queue) {
    var usable =
        queue.environments().stream()
            .map(world.environments()::get)
            .filter(e -> e != null && e.usable())
            .toList();
    var growing = usable.stream().filter(Environment::managed).sorted(byRefusal()).toList();
    var looked = 0;
    Turn end = null;
    for (var line : world.queues().of(queue.arn()).lines()) {
      var count = end == null ? line.count() : line.countBefore(end, MOST_BEFORE);
      if (count == 0 || looked++ >= bounds.maxShapes()) {
        return;
      }
      var left = count;
      for (var environment : usable) {
        left -= promise(environment, line.shape(), left);
      }
      var hope = left < count;
      for (var environment : growing) {
        var asked = ask(environment, line.shape(), left);
        left -= asked;
        hope |= asked > 0 && !refusing(environment);
        if (asked == 0 && looked == 1 && mayTryAgain(environment)) {
          ask(environment, line.shape(), 1);
        }
      }
      if (!hope) {
        return;
      }
      end = left == 0 ? end : line.turnAfter(count - left);
    }
  }

  /** Stable, so the queue's order stands among equals. */
  private Comparator<Environment> byRefusal() {
    return Comparator.comparing(e -> world.supply(e.arn()).refusal() != null);
  }

  /** Nothing has been launched for it since EC2 refused. */
  private boolean refusing(Environment environment) {
    var refusal = world.supply(environment.arn()).refusal();
    return refusal != null && refusal.stands();
  }

  private boolean mayTryAgain(Environment environment) {
    var refusal = world.supply(environment.arn()).refusal();
    return refusal != null && !refusal.at().plus(bounds.refusalHold()).isAfter(now);
  }

  private long promise(Environment environment, Shape shape, long count) {
    var left = count;
    if (left == 0) {
      return 0;
    }
    for (Slot slot : world.nodes().roomy(environment.uuid(), shape)) {
      var uid = slot.node().uid();
      var taken = promised.getOrDefault(uid, Resources.NONE);
      var pods = slot.launches().size() + promisedPods.getOrDefault(uid, 0);
      var most = Math.min(left, Math.max(0, slot.node().maxPods() - pods));
      if (most == 0 || !shape.suits(slot.node())) {
        continue;
      }
      var times = shape.requests().timesIn(slot.free().minus(taken), most);
      if (times > 0) {
        promised.put(uid, taken.plus(shape.requests().times(times)));
        promisedPods.merge(uid, (int) times, Integer::sum);
        left -= times;
      }
      if (left == 0) {
        break;
      }
    }
    return count - left;
  }

  private long ask(Environment environment, Shape shape, long count) {
    var vcpus = shape.requests().vcpuMillis();
    var misfit = world.supply(environment.arn()).misfit(shape, environment.version());
    if (count == 0 || misfit != null || !World.withinMaximum(environment, shape.requests())) {
      return 0;
    }
    var budget = budgets.computeIfAbsent(environment.arn(), _ -> budget(world, environment));
    var times = vcpus == 0 ? count : Math.min(count, Math.max(0, budget) / vcpus);
    if (times == 0 || !list(environment.arn(), shape, times)) {
      return 0;
    }
    budgets.put(environment.arn(), budget - times * vcpus);
    return times;
  }

  /**
   * Beyond the bound a shape is counted with the smallest listed one that covers it, if any does.
   */
  private boolean list(EnvironmentArn arn, Shape shape, long times) {
    var of = groups.computeIfAbsent(arn, _ -> new LinkedHashMap<>());
    if (of.containsKey(shape) || of.size() < bounds.maxGroups()) {
      of.merge(shape, times, Long::sum);
      return true;
    }
    var cover = of.keySet().stream().filter(shape::coveredBy).min(Comparator.naturalOrder());
    cover.ifPresent(c -> of.merge(c, times, Long::sum));
    return cover.isPresent();
  }
}
