package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.CapacityCell;
import io.longshore.capacity.core.reconcile.CapacityCell.Todo;
import io.longshore.capacity.core.reconcile.Change;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Observation;
import io.longshore.capacity.core.reconcile.Rules;
import io.longshore.capacity.core.reconcile.Seen;
import io.longshore.capacity.wire.DemandWire;
import io.longshore.capacity.wire.RegistryWire;
import io.longshore.capacity.wire.ReportsWire;
import io.longshore.kit.wire.Inputs;
import io.longshore.simulation.database.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Capacity-service: what its ReconcilePass, PassLoop and EventLoop do around the cell. A look is
 * made only when the last actions were answered, and actions are done only when their round is
 * committed.
 */
public class CapacityProgram implements Program {

  private static final long SPACING = 1_000;
  private static final long INTERVAL = 5_000;

  private final Rules rules;
  private final Door door;
  private final Map<String, ByteString> bodies = new HashMap<>();
  private @Nullable CapacityCell cell;
  private @Nullable Tenancy tenancy;
  private @Nullable Observation offered;
  private @Nullable Catalogue catalogue;
  private List<Event> events = List.of();
  private @Nullable Taken taken;
  private List<ActionResult> results = List.of();
  private long turn;
  private boolean resting;

  private record Taken(boolean look, List<Event> events, CapacityCell.Output output) {}

  /** AWS. */
  public interface Door {
    /** What exists now; empty where AWS does not answer. */
    void look(Look look, Consumer<Optional<Seen>> then);

    /** Does one action. */
    void act(String environment, Action action, Consumer<Optional<ActionResult.Failure>> then);

    /** The region's types. */
    List<InstanceType> types();

    /** Events that wait; each comes again until it is deleted. */
    List<Event> receive();

    /** The events have had their effect. */
    void delete(List<String> receipts);
  }

  /** A capacity-service. */
  public CapacityProgram(Rules rules, Door door) {
    this.rules = rules;
    this.door = door;
  }

  @Override
  public void tenancy(Tenancy of) {
    tenancy = of;
  }

  @Override
  public Decision load(Store store, long epoch, Instant now) {
    var fresh = new CapacityCell(rules);
    bodies.clear();
    CapacityRows.load(store, bodies).forEach(fresh::replay);
    cell = fresh;
    results = List.of();
    long mine = ++turn;
    mine(mine, 10, () -> look(mine));
    mine(mine, 500, () -> receive(mine));
    return Decision.nothing(Optional.empty());
  }

  private void mine(long of, long delay, Runnable what) {
    Objects.requireNonNull(tenancy)
        .in(
            delay,
            () -> {
              if (of == turn) {
                what.run();
              }
            });
  }

  private void look(long mine) {
    resting = false;
    if (catalogue == null) {
      catalogue = new Catalogue(door.types());
    }
    var types = catalogue;
    door.look(
        Objects.requireNonNull(cell).look(),
        seen -> {
          if (mine != turn) {
            return;
          }
          if (seen.isEmpty()) {
            rest(mine);
          } else {
            offered = new Observation(seen.get(), types, Prices.UNKNOWN, results);
            Objects.requireNonNull(tenancy).wake();
          }
        });
  }

  private void rest(long mine) {
    mine(
        mine,
        SPACING,
        () -> {
          resting = true;
          mine(mine, INTERVAL - SPACING, () -> endRest(mine));
          if (hurried) {
            endRest(mine);
          }
        });
  }

  private boolean hurried;

  private void endRest(long mine) {
    if (resting) {
      resting = false;
      hurried = false;
      look(mine);
    }
  }

  private void hurry() {
    hurried = true;
    long mine = turn;
    if (resting) {
      endRest(mine);
    }
  }

  private void receive(long mine) {
    mine(mine, 2_000, () -> receive(mine));
    if (events.isEmpty()) {
      events = door.receive();
      if (!events.isEmpty()) {
        Objects.requireNonNull(tenancy).wake();
      }
    }
  }

  @Override
  public Decision step(Inputs inputs) {
    boolean withLook = inputs.timersMayFire() && offered != null;
    var observation = withLook ? Optional.ofNullable(offered) : Optional.<Observation>empty();
    if (withLook) {
      offered = null;
    }
    var some = events;
    var input =
        new CapacityCell.Input(
            inputs.now(),
            environments(inputs),
            inputs.statements().stream().map(s -> DemandWire.read(s.body())).toList(),
            some,
            observation,
            Optional.empty());
    var out = decided(Objects.requireNonNull(cell).step(input));
    taken = new Taken(withLook, some, out);
    if (!input.demands().isEmpty() || !input.environments().isEmpty()) {
      hurry();
    }
    return decision(out);
  }

  /** What the cell decided. */
  protected CapacityCell.Output decided(CapacityCell.Output out) {
    return out;
  }

  private List<Environment> environments(Inputs inputs) {
    var environments = new ArrayList<Environment>();
    for (var entry : inputs.entries()) {
      RegistryWire.read(entry.body(), 0)
          .ifPresent(
              environment -> {
                bodies.put(environment.arn(), entry.body());
                environments.add(environment);
              });
    }
    return environments;
  }

  private Decision decision(CapacityCell.Output out) {
    var statements = new ArrayList<StatementOut>();
    for (var condition : out.conditions()) {
      statements.add(
          new StatementOut("queue", condition.environmentArn(), ReportsWire.write(condition)));
    }
    for (var change : out.changes()) {
      if (change instanceof Change.EnvironmentForgotten(var arn)) {
        statements.add(new StatementOut("queue", arn, ByteString.EMPTY));
      }
    }
    return new Decision(
        CapacityRows.writes(out.changes(), Map.copyOf(bodies)),
        out.reports().stream()
            .map(report -> new Out("scheduler", ReportsWire.write(report)))
            .toList(),
        statements,
        List.of(),
        offered == null ? Optional.empty() : Optional.of(Instant.EPOCH));
  }

  @Override
  public void committed(Decision decision) {
    var from = taken;
    taken = null;
    if (from == null) {
      return;
    }
    follow(from);
    if (from.look()) {
      long mine = turn;
      results = List.of();
      act(mine, new ArrayList<>(from.output().actions()), new ArrayList<>());
    }
  }

  private void follow(Taken from) {
    if (from.events().isEmpty()) {
      return;
    }
    events = List.of();
    var done = new ArrayList<String>();
    for (Verdict verdict : from.output().verdicts()) {
      if (!(verdict.fate() instanceof Verdict.Fate.Later)) {
        done.add(verdict.receipt());
      }
    }
    door.delete(done);
    hurry();
  }

  /**
   * Environments one after another, each one's actions in order; a refusal ends what builds on it.
   */
  private void act(long mine, List<Todo> todos, List<ActionResult> done) {
    if (todos.isEmpty()) {
      results = List.copyOf(done);
      rest(mine);
      return;
    }
    var todo = todos.removeFirst();
    act(mine, todo.environmentArn(), new ArrayList<>(todo.actions()), done, todos);
  }

  private void act(
      long mine,
      String environment,
      List<Action> actions,
      List<ActionResult> done,
      List<Todo> todos) {
    if (actions.isEmpty()) {
      act(mine, todos, done);
      return;
    }
    var action = actions.removeFirst();
    if (!Objects.requireNonNull(tenancy).surelyHeld()) {
      var doubt = new ActionResult.Failure("LeaseInDoubt", "another may own the cell", true);
      done.add(new ActionResult(environment, action, Optional.of(doubt)));
      act(mine, todos, done);
      return;
    }
    door.act(
        environment,
        action,
        failure -> {
          if (mine == turn) {
            done.add(new ActionResult(environment, action, failure));
            boolean goOn = failure.isEmpty() || action instanceof Action.EndInstance;
            act(mine, environment, goOn ? actions : new ArrayList<>(), done, todos);
          }
        });
  }

  @Override
  public void dropped() {
    turn++;
    cell = null;
    offered = null;
    events = List.of();
    taken = null;
    bodies.clear();
    hurried = false;
    resting = false;
  }
}
