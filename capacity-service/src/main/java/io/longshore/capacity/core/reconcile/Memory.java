package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Shape;
import io.longshore.capacity.core.reconcile.KnownInstance.Mark;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the cell remembers. Environments, instances and troubles are stored and replayed; the rest
 * is said again by others or learned again, so losing it costs a repetition and nothing else.
 */
final class Memory {

  private final TreeMap<String, Environment> environments = new TreeMap<>();
  private final Map<String, String> arnByUuid = new HashMap<>();
  private final TreeMap<String, KnownInstance> instances = new TreeMap<>();
  private final Map<String, Trouble> troubles = new HashMap<>();

  private final Map<String, Demand> demands = new HashMap<>();
  private final Map<String, Condition> conditions = new HashMap<>();
  private final Set<String> judged = new HashSet<>();
  private final Map<String, Map<String, Long>> unfit = new HashMap<>();
  private final Map<String, Refusal> refusals = new HashMap<>();
  private final Map<String, Instant> missingSince = new HashMap<>();
  private final Map<String, Set<String>> openGroups = new HashMap<>();
  private final Shortages shortages;
  private Optional<Instant> elsewhereSince = Optional.empty();

  Memory(Rules rules) {
    shortages = new Shortages(rules.times().shortage());
  }

  void apply(Change change) {
    switch (change) {
      case Change.EnvironmentPut(var environment) -> {
        environments.put(environment.arn(), environment);
        if (!environment.uuid().isEmpty()) {
          arnByUuid.put(environment.uuid(), environment.arn());
        }
      }
      case Change.EnvironmentForgotten(var arn) -> forget(arn);
      case Change.InstancePut(var instance) -> instances.put(instance.id(), instance);
      case Change.InstanceForgotten(var id) -> {
        instances.remove(id);
        missingSince.remove(id);
      }
      case Change.TroublePut(var trouble) -> troubles.put(trouble.environmentArn(), trouble);
    }
  }

  private void forget(String arn) {
    Optional.ofNullable(environments.remove(arn)).ifPresent(e -> arnByUuid.remove(e.uuid()));
    troubles.remove(arn);
    demands.remove(arn);
    conditions.remove(arn);
    judged.remove(arn);
    unfit.remove(arn);
    refusals.remove(arn);
    openGroups.remove(arn);
  }

  Collection<Environment> environments() {
    return List.copyOf(environments.values());
  }

  Optional<Environment> environment(String arn) {
    return Optional.ofNullable(environments.get(arn));
  }

  Optional<String> arnOf(String uuid) {
    return Optional.ofNullable(arnByUuid.get(uuid));
  }

  Optional<KnownInstance> instance(String id) {
    return Optional.ofNullable(instances.get(id));
  }

  List<KnownInstance> instances() {
    return List.copyOf(instances.values());
  }

  Map<String, KnownInstance> instancesOf(String arn) {
    var some = new TreeMap<String, KnownInstance>();
    for (var instance : instances.values()) {
      if (instance.environmentArn().equals(arn)) {
        some.put(instance.id(), instance);
      }
    }
    return some;
  }

  Trouble trouble(String arn) {
    return Optional.ofNullable(troubles.get(arn)).orElseGet(() -> Trouble.none(arn));
  }

  void demand(Demand demand) {
    demands.put(demand.environmentArn(), demand);
  }

  Optional<Demand> demandFor(String arn) {
    return Optional.ofNullable(demands.get(arn));
  }

  Collection<Demand> demands() {
    return new TreeMap<>(demands).values();
  }

  Shortages shortages() {
    return shortages;
  }

  /** Takes note of what AWS refused to make: only that may blame the settings. */
  void results(List<ActionResult> results, Instant now) {
    for (var result : results) {
      boolean making =
          result.action() instanceof Action.EnsureGroup
              || result.action() instanceof Action.EnsureTemplate;
      result
          .failure()
          .filter(failure -> making && !failure.passing())
          .ifPresent(
              failure ->
                  refusals.put(
                      result.environmentArn(), new Refusal(result.action(), failure, now)));
    }
  }

  /** What AWS last refused to make for the environment. */
  Optional<Refusal> refusal(String arn) {
    return Optional.ofNullable(refusals.get(arn));
  }

  /** New settings are tried at once, and nothing was said of them. */
  void newSettings(String arn) {
    refusals.remove(arn);
    judged.remove(arn);
  }

  /** Whether it was said how its present settings were judged. */
  boolean judged(String arn) {
    return judged.contains(arn);
  }

  /** The vCPUs that it was last said to have. */
  int vcpus(String arn) {
    return Optional.ofNullable(conditions.get(arn)).map(Condition::desiredVcpus).orElse(0);
  }

  void openGroups(String arn, Set<String> groups) {
    openGroups.put(arn, groups);
  }

  /** Whether the condition is news; it is remembered as said. */
  boolean say(Condition condition) {
    if (condition.judged()) {
      judged.add(condition.environmentArn());
    }
    return !condition.equals(conditions.put(condition.environmentArn(), condition));
  }

  /** Whether the environment was last said to have nothing left. */
  boolean saidGone(String arn) {
    return Optional.ofNullable(conditions.get(arn)).filter(Condition::gone).isPresent();
  }

  /** Whether it is news that {@code shape} fits no type; it is remembered as said. */
  boolean sayUnfit(String arn, Shape shape, long version) {
    var said = unfit.computeIfAbsent(arn, a -> new HashMap<>());
    var before = said.put(shape.fingerprint(), version);
    return before == null || before != version;
  }

  /** Forgets shapes that wait no more. */
  void unfitNow(String arn, Set<String> fingerprints) {
    var said = unfit.get(arn);
    if (said != null) {
      said.keySet().retainAll(fingerprints);
    }
  }

  /** Since when looks have been at another account or region, with {@code now} if only now. */
  Instant elsewhereSince(Instant now) {
    elsewhereSince = elsewhereSince.or(() -> Optional.of(now));
    return elsewhereSince.get();
  }

  /** The look was at where the known instances are. */
  void here() {
    elsewhereSince = Optional.empty();
  }

  /** When a look first did not show {@code id}, with {@code now} if this one is the first. */
  Instant missing(String id, Instant now) {
    return missingSince.computeIfAbsent(id, i -> now);
  }

  void found(Set<String> ids) {
    missingSince.keySet().removeAll(ids);
  }

  /** Ids that the scheduler names and no look has shown, with the environment that names them. */
  Map<String, String> namedOnly() {
    var named = new TreeMap<String, String>();
    for (var demand : demands()) {
      for (var ids : List.of(demand.usable(), demand.released(), demand.lost())) {
        for (var id : ids) {
          if (!instances.containsKey(id)) {
            named.put(id, demand.environmentArn());
          }
        }
      }
    }
    return named;
  }

  /** Whether the scheduler still names the instance. */
  boolean named(KnownInstance instance) {
    return demandFor(instance.environmentArn())
        .filter(d -> d.usable().contains(instance.id()) || d.givenUp(instance.id()))
        .isPresent();
  }

  CapacityCell.Census census() {
    long alive = instances.values().stream().filter(i -> !i.is(Mark.ENDED)).count();
    int open = openGroups.values().stream().mapToInt(Set::size).sum();
    return new CapacityCell.Census(environments.size(), (int) alive, open);
  }

  Look look() {
    var ids = new HashSet<>(namedOnly().keySet());
    for (var instance : instances.values()) {
      if (!instance.is(Mark.ENDED)) {
        ids.add(instance.id());
      }
    }
    var groups = new HashSet<String>();
    openGroups.values().forEach(groups::addAll);
    return new Look(ids, groups);
  }
}
