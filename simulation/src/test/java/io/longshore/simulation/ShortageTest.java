package io.longshore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Strategy;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.CapacityCell;
import io.longshore.capacity.core.reconcile.GroupSpec;
import io.longshore.capacity.core.reconcile.Observation;
import io.longshore.capacity.core.reconcile.Report.Fact;
import io.longshore.capacity.core.reconcile.Seen;
import io.longshore.capacity.wire.DemandWire;
import io.longshore.capacity.wire.ReportsWire;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.RetryRules;
import io.longshore.scheduler.core.round.Cell;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.core.round.Inputs;
import io.longshore.scheduler.core.round.Limits;
import io.longshore.scheduler.core.round.Outgoing;
import io.longshore.scheduler.core.share.Queue;
import io.longshore.scheduler.wire.CapacityWire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A shortage that lasts, as scheduler and capacity-service see it together: two environments of one
 * queue, and EC2 has nothing for the first.
 */
class ShortageTest {

  private static final Duration PASS = Duration.ofSeconds(5);
  private static final List<String> ENVIRONMENTS = List.of("first", "second");

  private final Cell scheduler = new Cell(Limits.DEFAULTS);
  private final CapacityCell capacity = new CapacityCell(Settings.RULES);
  private final Catalogue catalogue = new Catalogue(Settings.TYPES);
  private final Map<String, Group> groups = new TreeMap<>();
  private final Map<String, Seen.Template> templates = new TreeMap<>();
  private final Map<String, Seen.Instance> instances = new TreeMap<>();
  private final List<Seen.Failure> failures = new ArrayList<>();
  private final List<Fact> said = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean dry = true;
  private long round;
  private int made;

  private static final class Group {
    GroupSpec spec;
    int desired;

    Group(GroupSpec spec) {
      this.spec = spec;
    }
  }

  @Test
  void secondEnvironmentIsUsedForAsLongAsTheFirstHasNothing() {
    environment("first", 64);
    environment("second", 4);
    var order = ENVIRONMENTS.stream().map(EnvironmentArn::new).toList();
    schedule(new Input.QueueEntry(new Queue(new QueueArn("q"), 1, 1, order, false)));
    schedule(jobs(8));
    runs(Duration.ofMinutes(5));
    assertThat(alive("second")).hasSize(2);
    for (int minute = 0; minute < 20; minute += 2) {
      end(alive("second").getFirst());
      runs(Duration.ofMinutes(2));
      // The first is never without an open request: what the second cannot hold is asked of it.
      assertThat(alive("second")).as("minute %d", minute).hasSize(2);
      assertThat(alive("first")).isEmpty();
      schedule(jobs(1));
    }
    dry = false;
    runs(Duration.ofMinutes(3));
    assertThat(alive("first")).hasSize(6);
    assertThat(said).filteredOn(Fact.LaunchFailed.class::isInstance).hasSizeBetween(15, 40);
  }

  private Input jobs(int size) {
    return new Input.Submit(
        new JobId(new UUID(0, ++made)),
        new QueueArn("q"),
        now,
        new Shape(new Resources(1_000, Settings.GIB, 0, Map.of()), "", Map.of()),
        RetryRules.ONCE,
        null,
        List.of(),
        size == 1 ? 0 : size,
        null);
  }

  private void environment(String name, int maximum) {
    schedule(
        new Input.EnvironmentEntry(
            new io.longshore.scheduler.core.fit.Environment(
                new EnvironmentArn(name),
                1,
                name,
                Settings.CLUSTER,
                "batch",
                true,
                true,
                true,
                0,
                maximum,
                null,
                false)));
    var compute =
        new Environment.Compute(
            Market.ON_DEMAND,
            Strategy.BEST_FIT_PROGRESSIVE,
            maximum,
            List.of("c2.large"),
            new Environment.Image("ami-1", "", ""),
            new Environment.Placement(List.of("subnet-1"), List.of(), "", "node", ""),
            Map.of(),
            "");
    capacity.step(
        new CapacityCell.Input(
            now,
            List.of(
                new Environment(
                    name, name, name, 1, Environment.Life.ACTIVE, true, "main", compute)),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }

  private void runs(Duration time) {
    for (var end = now.plus(time); now.isBefore(end); now = now.plus(PASS)) {
      pass();
      groups.values().forEach(this::scale);
    }
  }

  /** One round of the scheduler; what it wants goes to capacity-service at once. */
  private void schedule(Input... inputs) {
    var step = scheduler.step(new Inputs(++round, List.of(inputs), Map.of(), true), now);
    for (var message : step.messages()) {
      if (message instanceof Outgoing.DemandStated(var demand)) {
        var heard = DemandWire.read(CapacityWire.write(demand, now));
        capacity.step(
            new CapacityCell.Input(
                now, List.of(), List.of(heard), List.of(), Optional.empty(), Optional.empty()));
      }
    }
  }

  private void pass() {
    var seen = new Seen(instances.values().stream().toList(), groups(), templates(), failures);
    var observation = new Observation(seen, catalogue, Prices.UNKNOWN, List.of());
    var out =
        capacity.step(
            new CapacityCell.Input(
                now, List.of(), List.of(), List.of(), Optional.of(observation), Optional.empty()));
    out.actions().forEach(todo -> todo.actions().forEach(this::act));
    var inputs = new ArrayList<Input>();
    for (var report : out.reports()) {
      said.add(report.fact());
      inputs.add(CapacityWire.read(ReportsWire.write(report)));
      if (report.fact() instanceof Fact.Launched launched) {
        inputs.add(joins(report.environmentArn(), launched.instanceId()));
      }
    }
    schedule(inputs.toArray(Input[]::new));
  }

  private static Input joins(String environment, String id) {
    return new Input.NodeSeen(
        Settings.CLUSTER,
        new NodeUid("uid-" + id),
        id,
        id,
        environment,
        true,
        true,
        new Resources(1_400, 3 * Settings.GIB, 0, Map.of()),
        58,
        Map.of(),
        "amd64");
  }

  private void act(Action action) {
    switch (action) {
      case Action.EnsureTemplate(var t) ->
          templates.put(t.name(), new Seen.Template(t.name(), t.environmentUuid(), t.content()));
      case Action.EnsureGroup(var spec) ->
          groups.computeIfAbsent(spec.name(), _ -> new Group(spec)).spec = spec;
      case Action.SetDesired(var name, var desired, var _) -> groups.get(name).desired = desired;
      case Action.EndInstance(var id, var group, var decrement) -> {
        groups.get(group).desired -= decrement ? 2 : 0;
        end(id);
      }
      case Action.DeleteGroup(var name) -> groups.remove(name);
      case Action.DeleteTemplate(var name) -> templates.remove(name);
    }
  }

  private void end(String id) {
    var i = instances.get(id);
    instances.put(
        id,
        new Seen.Instance(
            id,
            i.environmentUuid(),
            i.type(),
            i.zone(),
            i.market(),
            Seen.State.TERMINATED,
            i.launchedAt(),
            "Server.InternalError",
            i.content()));
  }

  /** Launches what is desired, or says that there is nothing. */
  private void scale(Group group) {
    var uuid = group.spec.environmentUuid();
    while (alive(uuid).size() * 2 < group.desired) {
      if (dry && uuid.equals("first")) {
        var text = "We currently do not have sufficient c2.large capacity.";
        failures.removeIf(f -> f.at().isBefore(now.minusSeconds(60)));
        failures.add(new Seen.Failure(group.spec.name(), now, text));
        return;
      }
      var id = "i-%05d".formatted(++made);
      var content = templates.get(group.spec.template()).content();
      instances.put(
          id,
          new Seen.Instance(
              id, uuid, "c2.large", "a", Market.ON_DEMAND, Seen.State.RUNNING, now, "", content));
    }
  }

  private List<String> alive(String environment) {
    return instances.values().stream()
        .filter(i -> i.environmentUuid().equals(environment) && i.state().alive())
        .map(Seen.Instance::id)
        .toList();
  }

  private List<Seen.Template> templates() {
    return List.copyOf(templates.values());
  }

  private List<Seen.Group> groups() {
    var shown = new ArrayList<Seen.Group>();
    groups.forEach(
        (name, group) -> {
          var members =
              alive(group.spec.environmentUuid()).stream()
                  .map(id -> new Seen.Member(id, "c2.large", 2, true))
                  .toList();
          shown.add(
              new Seen.Group(
                  name,
                  group.spec.environmentUuid(),
                  group.spec.content(),
                  group.spec.types(),
                  group.desired,
                  true,
                  members));
        });
    return shown;
  }
}
