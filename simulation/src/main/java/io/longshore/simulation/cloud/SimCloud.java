package io.longshore.simulation.cloud;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.launch.TemplateSpec;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.GroupSpec;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.longshore.capacity.core.reconcile.Seen.State;
import io.longshore.simulation.Faults;
import io.longshore.simulation.History;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * EC2 with Auto Scaling: groups that launch what is desired, a while after it was asked for or not
 * at all, and notice late what has gone; instances that are known late and remembered long.
 */
public final class SimCloud {

  private static final long REMEMBERED = 300_000;
  private static final long KNOWN_LATE = 6_000;
  private static final long NOTICE = 120_000;
  private static final long FAILURES_KEPT = 120_000;

  private final Agenda agenda;
  private final Dice dice;
  private final Faults faults;
  private final History history;
  private final CloudWatch watch;
  private final List<InstanceType> types;
  private final Map<String, Group> groups = new TreeMap<>();
  private long lookedAt;
  private final Map<String, Instance> instances = new TreeMap<>();
  private final Map<String, TemplateSpec> templates = new TreeMap<>();
  private final Map<String, Event> queue = new LinkedHashMap<>();
  private final Map<String, Long> hidden = new LinkedHashMap<>();
  private final List<Seen.Failure> failures = new ArrayList<>();
  private int made;

  /** An instance as it really is. */
  public static final class Instance {
    final String id;
    final String uuid;
    final InstanceType type;
    final Market market;
    final String content;
    final long launchedAt;
    State state = State.PENDING;
    String reason = "";
    long endedAt;
    long lostAt = -1;

    Instance(String id, Group group, InstanceType type, String content, long launchedAt) {
      this.id = id;
      this.uuid = group.spec.environmentUuid();
      this.type = type;
      this.market = group.spec.market();
      this.content = content;
      this.launchedAt = launchedAt;
    }

    /** EC2's id. */
    public String id() {
      return id;
    }

    /** The environment's uuid, from its tag. */
    public String uuid() {
      return uuid;
    }

    /** Its type. */
    public InstanceType type() {
      return type;
    }

    /** Whether EC2 may take it back. */
    public boolean spot() {
      return market == Market.SPOT;
    }

    /** Whether it may still be of use. */
    public boolean alive() {
      return state.alive();
    }

    /** Whether it has not ended. */
    public boolean exists() {
      return state != State.TERMINATED;
    }
  }

  private static final class Group {
    GroupSpec spec;
    int desired;
    boolean launching;
    final Map<String, Instance> members = new TreeMap<>();
    final Map<String, Boolean> leaving = new TreeMap<>();

    Group(GroupSpec spec) {
      this.spec = spec;
    }

    int active() {
      return (members.size() - leaving.size()) * spec.weight();
    }

    /**
     * Without those that have gone and that Auto Scaling has not missed yet, but for what was lost
     * after {@code looked}.
     */
    int alive(long looked) {
      int alive = 0;
      for (Instance instance : members.values()) {
        boolean counts = instance.alive() || instance.lostAt >= looked;
        alive += counts && !leaving.containsKey(instance.id) ? 1 : 0;
      }
      return alive * spec.weight();
    }
  }

  /** A cloud with these types. */
  public SimCloud(
      Agenda agenda,
      Dice dice,
      Faults faults,
      History history,
      CloudWatch watch,
      List<InstanceType> types) {
    this.agenda = agenda;
    this.dice = dice;
    this.faults = faults;
    this.history = history;
    this.watch = watch;
    this.types = types;
  }

  List<InstanceType> types() {
    return types;
  }

  /** All instances that EC2 remembers. */
  public List<Instance> instances() {
    return List.copyOf(instances.values());
  }

  /** Groups and templates that are left. */
  public List<String> left() {
    var left = new ArrayList<>(groups.keySet());
    left.addAll(templates.keySet());
    instances.values().stream().filter(Instance::exists).forEach(i -> left.add(i.id));
    return left;
  }

  /**
   * vCPUs of an environment that exist or were asked for, each open request at its largest type,
   * and the largest type that is open to it. What others have ended since AWS was last looked at
   * counts once, not also as the request that takes its place: nobody could know of it.
   */
  public int[] counted(String uuid) {
    int vcpus = 0;
    int largest = 0;
    for (Instance instance : instances.values()) {
      if (instance.uuid.equals(uuid) && instance.exists()) {
        vcpus += instance.type.vcpus();
        largest = Math.max(largest, instance.type.vcpus());
      }
    }
    for (Group group : groups.values()) {
      if (group.spec.environmentUuid().equals(uuid)) {
        int weight = group.spec.weight();
        int open = Math.max(0, group.desired - group.alive(lookedAt));
        vcpus += Math.ceilDiv(open, weight) * weight;
        largest = Math.max(largest, open > 0 ? weight : 0);
      }
    }
    return new int[] {vcpus, largest};
  }

  /** What of an environment counts, in words. */
  public String described(String uuid) {
    var words = new StringBuilder();
    instances.values().stream()
        .filter(i -> i.uuid.equals(uuid) && i.exists())
        .forEach(i -> words.append(' ').append(i.id).append(' ').append(i.state));
    groups.values().stream()
        .filter(g -> g.spec.environmentUuid().equals(uuid))
        .forEach(
            g ->
                words
                    .append(" group ")
                    .append(g.spec.name())
                    .append(" desires ")
                    .append(g.desired)
                    .append(" has ")
                    .append(g.members.keySet())
                    .append(" leaving ")
                    .append(g.leaving.keySet()));
    return words.toString();
  }

  // --- calls ------------------------------------------------------------------------------------

  Optional<Seen> look(Look look) {
    if (faults.on(Faults.Kind.CLOUD) && dice.once(40)) {
      return Optional.empty();
    }
    lookedAt = agenda.now();
    var seen = new ArrayList<Seen.Instance>();
    for (Instance instance : instances.values()) {
      boolean known =
          agenda.now() - instance.launchedAt > KNOWN_LATE
              || !faults.on(Faults.Kind.CLOUD)
              || dice.once(3);
      if (known) {
        seen.add(seen(instance));
      }
    }
    var shown = new ArrayList<Seen.Group>();
    groups.values().forEach(group -> shown.add(seen(group)));
    var templatesSeen =
        templates.values().stream()
            .map(t -> new Seen.Template(t.name(), t.environmentUuid(), t.content()))
            .toList();
    var failed = failures.stream().filter(f -> look.groups().contains(f.group())).toList();
    return Optional.of(new Seen(seen, shown, templatesSeen, failed));
  }

  private static Seen.Instance seen(Instance instance) {
    return new Seen.Instance(
        instance.id,
        instance.uuid,
        instance.type.name(),
        "us-east-1a",
        instance.market,
        instance.state,
        Agenda.date(instance.launchedAt),
        instance.reason,
        instance.content);
  }

  private static Seen.Group seen(Group group) {
    var members =
        group.members.values().stream()
            .map(
                i ->
                    new Seen.Member(
                        i.id, i.type.name(), group.spec.weight(), !group.leaving.containsKey(i.id)))
            .toList();
    return new Seen.Group(
        group.spec.name(),
        group.spec.environmentUuid(),
        group.spec.content(),
        group.spec.types(),
        group.desired,
        true,
        members);
  }

  Optional<ActionResult.Failure> act(String environment, Action action) {
    if (faults.on(Faults.Kind.CLOUD) && dice.once(40)) {
      return Optional.of(new ActionResult.Failure("Throttling", "Rate exceeded", true));
    }
    watch.acting(environment, action);
    var result = run(action);
    watch.counted(environment, action);
    if (result.isEmpty() && faults.on(Faults.Kind.CLOUD) && dice.once(60)) {
      return Optional.of(new ActionResult.Failure("RequestTimeout", "no answer", true));
    }
    return result;
  }

  private Optional<ActionResult.Failure> run(Action action) {
    switch (action) {
      case Action.EndInstance end -> end(end);
      case Action.EnsureTemplate(var template) -> templates.put(template.name(), template);
      case Action.EnsureGroup(var spec) ->
          groups.computeIfAbsent(spec.name(), _ -> new Group(spec)).spec = spec;
      case Action.SetDesired(var name, var desired, var _) -> {
        var group = groups.get(name);
        if (group == null) {
          return Optional.of(new ActionResult.Failure("ValidationError", "not found", false));
        }
        history.tell("cloud", "group " + name + " desires " + desired);
        group.desired = desired;
        scale(group);
      }
      case Action.DeleteGroup(var name) -> {
        var group = groups.get(name);
        if (group != null && !group.members.isEmpty()) {
          return Optional.of(new ActionResult.Failure("ResourceInUse", "has instances", true));
        }
        groups.remove(name);
      }
      case Action.DeleteTemplate(var name) -> templates.remove(name);
    }
    return Optional.empty();
  }

  private void end(Action.EndInstance end) {
    var instance = instances.get(end.instanceId());
    var group = groups.get(end.group());
    if (instance == null || !instance.exists()) {
      return;
    }
    if (group != null && group.members.containsKey(instance.id)) {
      if (end.decrement() && !group.leaving.containsKey(instance.id)) {
        group.desired = Math.max(0, group.desired - group.spec.weight());
      }
      group.leaving.put(instance.id, true);
    }
    history.tell("cloud", "instance " + instance.id + " is ended");
    boolean ours = instance.alive();
    terminate(instance, "Client.UserInitiatedShutdown");
    if (ours) {
      instance.lostAt = -1;
    }
  }

  // --- what happens by itself -------------------------------------------------------------------

  private void scale(Group group) {
    if (group.launching || group.active() + group.spec.weight() > group.desired) {
      return;
    }
    group.launching = true;
    agenda.in(dice.between(1_000, 15_000), () -> launch(group));
  }

  private void launch(Group group) {
    group.launching = false;
    if (groups.get(group.spec.name()) != group
        || group.active() + group.spec.weight() > group.desired) {
      return;
    }
    if (faults.on(Faults.Kind.CLOUD) && dice.once(12)) {
      String text =
          "We currently do not have sufficient capacity in the Availability Zone you requested.";
      failures.add(new Seen.Failure(group.spec.name(), agenda.instant(), text));
      agenda.in(FAILURES_KEPT, () -> failures.removeFirst());
      history.tell("cloud", "no capacity for " + group.spec.name());
      group.launching = true;
      agenda.in(dice.between(10_000, 40_000), () -> launch(group));
      return;
    }
    var template = templates.get(group.spec.template());
    var instance =
        new Instance(
            "i-%08x".formatted(++made),
            group,
            type(dice.one(group.spec.types())),
            template == null ? "" : template.content(),
            agenda.now());
    instances.put(instance.id, instance);
    group.members.put(instance.id, instance);
    history.tell("cloud", "instance " + instance.id + " launched by " + group.spec.name());
    agenda.in(dice.between(15_000, 60_000), () -> boot(instance));
    scale(group);
  }

  private InstanceType type(String name) {
    return types.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private void boot(Instance instance) {
    if (instance.state == State.PENDING) {
      instance.state = State.RUNNING;
      boolean joins = !faults.on(Faults.Kind.NODE) || !dice.once(40);
      if (joins) {
        watch.booted(instance);
      } else {
        history.tell("cloud", "instance " + instance.id + " never joins");
      }
    }
  }

  /** An instance is on its way out: powered off at once, gone a while later. */
  public void terminate(Instance instance, String reason) {
    if (instance.state == State.SHUTTING_DOWN || !instance.exists()) {
      return;
    }
    instance.state = State.SHUTTING_DOWN;
    instance.lostAt = agenda.now();
    instance.reason = reason;
    agenda.in(
        dice.between(1_000, 30_000),
        () -> {
          watch.off(instance);
          agenda.in(dice.between(500, 10_000), () -> terminated(instance));
        });
  }

  private void terminated(Instance instance) {
    instance.state = State.TERMINATED;
    instance.endedAt = agenda.now();
    history.tell("cloud", "instance " + instance.id + " has ended: " + instance.reason);
    agenda.in(REMEMBERED, () -> instances.remove(instance.id));
    for (Group group : groups.values()) {
      if (group.members.containsKey(instance.id)) {
        boolean asked = group.leaving.containsKey(instance.id);
        agenda.in(asked ? 500 : dice.between(10_000, 90_000), () -> drop(group, instance));
      }
    }
  }

  private void drop(Group group, Instance instance) {
    group.members.remove(instance.id);
    group.leaving.remove(instance.id);
    scale(group);
  }

  /** EC2 takes a Spot instance, with its notice or without. */
  public void interrupt(Instance instance, boolean notice) {
    if (notice) {
      history.tell("cloud", "instance " + instance.id + " gets its notice");
      String receipt = "r" + ++made;
      queue.put(
          receipt,
          new Event(
              receipt,
              "EC2 Spot Instance Interruption Warning",
              agenda.instant(),
              Map.of("instance-id", instance.id, "instance-action", "terminate")));
      agenda.in(NOTICE, () -> terminate(instance, "Server.SpotInstanceTermination: interrupted"));
    } else {
      terminate(instance, "Server.SpotInstanceTermination: interrupted");
    }
  }

  List<Event> receive() {
    var some = new ArrayList<Event>();
    for (Event event : queue.values()) {
      if (hidden.getOrDefault(event.receipt(), 0L) <= agenda.now()) {
        some.add(event);
        hidden.put(event.receipt(), agenda.now() + 30_000);
      }
    }
    return some;
  }

  void delete(List<String> receipts) {
    receipts.forEach(queue::remove);
    receipts.forEach(hidden::remove);
  }

  /** Desired capacity of all groups of an environment, for whoever waits for calm. */
  public int desired(String uuid) {
    return groups.values().stream()
        .filter(g -> g.spec.environmentUuid().equals(uuid))
        .mapToInt(g -> g.desired)
        .sum();
  }
}
