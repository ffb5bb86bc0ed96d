package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.choose.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * EC2 and Auto Scaling as they behave: groups launch until their weights reach the desired
 * capacity, in their own time; pools run dry; an instance takes a while to boot and to end; a group
 * notices the death of a member later than EC2 does and replaces it; terminated instances are
 * listed for a while.
 */
public final class FakeAws {

  private static final Duration LISTED_AFTER_END = Duration.ofMinutes(60);

  public final Map<String, FakeGroup> groups = new TreeMap<>();
  public final Map<String, FakeInstance> instances = new TreeMap<>();
  public final Map<String, Seen.Template> templates = new TreeMap<>();
  public final Map<String, Integer> pools = new HashMap<>();
  public final Set<String> endedByRequest = new TreeSet<>();
  private final List<Seen.Failure> failures = new ArrayList<>();
  private final Catalogue catalogue;
  private final Random random;
  private String refuseTemplates = "";
  private boolean elsewhere;
  private Function<GroupSpec, String> refuseGroups = spec -> "";
  private int next;

  /** A group. */
  public static final class FakeGroup {
    public GroupSpec spec;
    public int desired;
    public int maximum;
    public final Set<String> members = new TreeSet<>();

    FakeGroup(GroupSpec spec) {
      this.spec = spec;
    }
  }

  /** An instance. */
  public static final class FakeInstance {
    public final Seen.Instance at;
    public Seen.State state = Seen.State.PENDING;
    public String reason = "";
    public Instant since;

    FakeInstance(Seen.Instance at) {
      this.at = at;
      this.since = at.launchedAt();
    }

    Seen.Instance seen() {
      return new Seen.Instance(
          at.id(),
          at.environmentUuid(),
          at.type(),
          at.zone(),
          at.market(),
          state,
          at.launchedAt(),
          reason,
          at.content());
    }
  }

  public FakeAws(Catalogue catalogue, Random random) {
    this.catalogue = catalogue;
    this.random = random;
  }

  /** What a look shows. */
  public Seen look() {
    if (elsewhere) {
      return new Seen(List.of(), List.of(), List.of(), List.of());
    }
    var seenGroups = new ArrayList<Seen.Group>();
    groups.forEach((name, group) -> seenGroups.add(seen(name, group)));
    return new Seen(
        instances.values().stream().map(FakeInstance::seen).toList(),
        seenGroups,
        List.copyOf(templates.values()),
        List.copyOf(failures));
  }

  private Seen.Group seen(String name, FakeGroup group) {
    var members =
        group.members.stream()
            .map(id -> instances.get(id))
            .map(
                i ->
                    new Seen.Member(
                        i.at.id(),
                        i.at.type(),
                        group.spec.weight(),
                        !endedByRequest.contains(i.at.id())))
            .toList();
    return new Seen.Group(
        name,
        group.spec.environmentUuid(),
        group.spec.content(),
        group.spec.types(),
        group.desired,
        true,
        members);
  }

  /** Does one action, as AWS would. */
  public Optional<ActionResult.Failure> act(Action action, Instant now) {
    switch (action) {
      case Action.EnsureTemplate(var t) -> {
        if (!refuseTemplates.isEmpty()) {
          return Optional.of(
              new ActionResult.Failure("InvalidParameterValue", refuseTemplates, false));
        }
        templates.put(t.name(), new Seen.Template(t.name(), t.environmentUuid(), t.content()));
      }
      case Action.EnsureGroup(var spec) -> {
        var why = refuseGroups.apply(spec);
        if (!why.isEmpty()) {
          return Optional.of(new ActionResult.Failure("ValidationError", why, false));
        }
        groups.computeIfAbsent(spec.name(), n -> new FakeGroup(spec)).spec = spec;
      }
      case Action.SetDesired(var name, var desired, var maximum) -> {
        groups.get(name).desired = desired;
        groups.get(name).maximum = maximum;
      }
      case Action.EndInstance(var id, var group, var decrement) -> end(id, group, decrement, now);
      case Action.DeleteGroup(var name) -> {
        if (!groups.get(name).members.isEmpty()) {
          throw new IllegalStateException("ResourceInUse: " + name);
        }
        groups.remove(name);
      }
      case Action.DeleteTemplate(var name) -> templates.remove(name);
    }
    return Optional.empty();
  }

  /** Whether looks are at another account from now on, where nothing is. */
  public void elsewhere(boolean now) {
    elsewhere = now;
  }

  /** Refuses launch templates with this message from now on; none with an empty one. */
  public void refuseTemplates(String why) {
    refuseTemplates = why;
  }

  /** Refuses groups with the message that {@code why} gives; an empty one lets a group be made. */
  public void refuseGroups(Function<GroupSpec, String> why) {
    refuseGroups = why;
  }

  private void end(String id, String groupName, boolean decrement, Instant now) {
    if (!groupName.isEmpty() && decrement) {
      var group = groups.get(groupName);
      int left = group.desired - group.spec.weight();
      if (left < 0) {
        throw new IllegalStateException("ValidationError: below the minimum size: " + groupName);
      }
      group.desired = left;
    }
    endedByRequest.add(id);
    state(instances.get(id), Seen.State.SHUTTING_DOWN, "Client.UserInitiatedShutdown", now);
  }

  /** EC2 ends an instance of its own accord. */
  public void kill(String id, String reason, Instant now) {
    state(instances.get(id), Seen.State.SHUTTING_DOWN, reason, now);
  }

  private void state(FakeInstance instance, Seen.State state, String reason, Instant now) {
    instance.state = state;
    instance.reason = reason;
    instance.since = now;
  }

  /** Lets time do its work. */
  public void tick(Instant now) {
    for (var instance : List.copyOf(instances.values())) {
      switch (instance.state) {
        case PENDING -> {
          if (random.nextInt(3) == 0) {
            state(instance, Seen.State.RUNNING, "", now);
          }
        }
        case SHUTTING_DOWN -> {
          if (random.nextInt(3) == 0) {
            state(instance, Seen.State.TERMINATED, instance.reason, now);
            pools.computeIfPresent(instance.at.type(), (t, left) -> left + 1);
          }
        }
        case TERMINATED -> {
          if (now.isAfter(instance.since.plus(LISTED_AFTER_END))) {
            instances.remove(instance.at.id());
          }
        }
        case RUNNING, STOPPING, STOPPED -> {}
      }
    }
    failures.removeIf(failure -> failure.at().isBefore(now.minusSeconds(600)));
    groups.forEach((name, group) -> tick(name, group, now));
  }

  private void tick(String name, FakeGroup group, Instant now) {
    group.members.removeIf(
        id ->
            !instances.containsKey(id)
                || (instances.get(id).state == Seen.State.TERMINATED && random.nextInt(3) == 0));
    int active = 0;
    for (var id : group.members) {
      boolean noticed = endedByRequest.contains(id);
      active += noticed ? 0 : group.spec.weight();
    }
    while (active < group.desired && random.nextInt(4) > 0) {
      if (!launch(name, group, now)) {
        return;
      }
      active += group.spec.weight();
    }
  }

  private boolean launch(String name, FakeGroup group, Instant now) {
    var types = new ArrayList<>(group.spec.types());
    types.removeIf(type -> pools.getOrDefault(type, Integer.MAX_VALUE) <= 0);
    if (types.isEmpty()) {
      failures.add(
          new Seen.Failure(
              name,
              now,
              "Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do"
                  + " not have sufficient capacity. Launching EC2 instance failed."));
      return false;
    }
    var type = types.get(random.nextInt(types.size()));
    pools.computeIfPresent(type, (t, left) -> left - 1);
    var id = "i-%05d".formatted(next++);
    var content = templates.get(group.spec.template()).content();
    instances.put(
        id,
        new FakeInstance(
            new Seen.Instance(
                id,
                group.spec.environmentUuid(),
                type,
                "us-east-1a",
                Market.ON_DEMAND,
                Seen.State.PENDING,
                now,
                "",
                content)));
    group.members.add(id);
    return true;
  }

  /** vCPUs that exist, and those asked for: each open request is a whole instance. */
  public int countedVcpus() {
    int counted =
        instances.values().stream()
            .filter(i -> i.state != Seen.State.TERMINATED)
            .mapToInt(i -> vcpus(i.at.type()))
            .sum();
    for (var group : groups.values()) {
      int active =
          group.members.stream()
              .filter(id -> !endedByRequest.contains(id))
              .mapToInt(id -> group.spec.weight())
              .sum();
      counted += Math.max(0, group.desired - active);
    }
    return counted;
  }

  public int vcpus(String type) {
    return catalogue.type(type).map(InstanceType::vcpus).orElseThrow();
  }

  /** Ids of instances that are up or booting. */
  public List<String> alive() {
    return new ArrayList<>(
        instances.values().stream().filter(i -> i.state.alive()).map(i -> i.at.id()).toList());
  }

  /** Removes every trace of an instance, as EC2 does an hour after its end. */
  public void forget(String id) {
    instances.remove(id);
    groups.values().forEach(group -> group.members.remove(id));
  }
}
