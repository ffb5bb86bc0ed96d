package io.longshore.capacity.shell;

import com.google.protobuf.ByteString;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict;
import io.longshore.capacity.core.reconcile.CapacityCell;
import io.longshore.capacity.core.reconcile.CapacityCell.Todo;
import io.longshore.capacity.core.reconcile.Change;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Observation;
import io.longshore.capacity.core.reconcile.Report;
import io.longshore.capacity.core.reconcile.Rules;
import io.longshore.capacity.shell.aws.Cloud;
import io.longshore.capacity.shell.db.CapacityRows;
import io.longshore.capacity.wire.DemandWire;
import io.longshore.capacity.wire.RegistryWire;
import io.longshore.capacity.wire.ReportsWire;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.wire.Inputs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The spine of capacity-service: demand, settings, events and looks at AWS go into the cell; what
 * changed is committed with the reports about it; only then the pass loop does what was decided,
 * and looks again.
 *
 * <p>Looks and events come from their loops' threads and wait in {@link Offered} for the next
 * round.
 */
final class ReconcilePass implements Program, Rounds {

  private static final Logger LOG = Logger.getLogger(ReconcilePass.class);

  private final Vertx vertx;
  private final Cloud cloud;
  private final CapacityConfig config;
  private final Rules rules;
  private final CapacityMetrics metrics;
  private final Freshness freshness;
  private final Offered offered = new Offered();
  private final Map<String, ByteString> bodies = new HashMap<>();
  private final CompletableFuture<CellRuntime> runtime = new CompletableFuture<>();
  private volatile Outlook outlook = new Outlook(new Look(Set.of(), Set.of()), List.of());
  private @Nullable CapacityCell cell;
  private @Nullable Loops loops;
  private Offered.@Nullable Taken taken;
  private CapacityCell.@Nullable Output output;

  /** What the loops need of the cell, as it was after the last round. */
  private record Outlook(Look look, List<List<String>> spotLists) {
    static Outlook of(CapacityCell cell) {
      return new Outlook(cell.look(), cell.spotLists());
    }
  }

  /** The loops of one ownership. */
  private record Loops(PassLoop pass, EventLoop events) {
    void start(boolean withEvents) {
      pass.start();
      if (withEvents) {
        events.start();
      }
    }

    void close() {
      pass.close();
      events.close();
    }
  }

  ReconcilePass(
      Vertx vertx,
      Cloud cloud,
      CapacityConfig config,
      CapacityMetrics metrics,
      Freshness freshness) {
    this.vertx = vertx;
    this.cloud = cloud;
    this.config = config;
    this.rules = Settings.rules(config);
    this.metrics = metrics;
    this.freshness = freshness;
  }

  void runsIn(CellRuntime where) {
    runtime.complete(where);
  }

  @Override
  public Uni<Step> load(Ownership ownership, Tx tx) {
    return CapacityRows.load(tx, ownership.cell()).map(this::loaded);
  }

  private Step loaded(CapacityRows.Stored stored) {
    var fresh = new CapacityCell(rules);
    stored.changes().forEach(fresh::replay);
    bodies.putAll(stored.bodies());
    cell = fresh;
    outlook = Outlook.of(fresh);
    offered.open();
    var pass = new PassLoop(this, cloud, config, metrics, freshness);
    loops = new Loops(pass, new EventLoop(this, cloud, config, metrics, pass::hurry));
    freshness.owned(true);
    loops.start(config.events().queueUrl().isPresent());
    LOG.infof("cell loaded rows=%d", stored.changes().size());
    return Step.nothing(Optional.empty());
  }

  @Override
  public Uni<Step> step(Inputs inputs) {
    var now = offered.take(inputs.timersMayFire());
    taken = now;
    var input =
        new CapacityCell.Input(
            inputs.now(),
            environments(inputs),
            inputs.statements().stream().map(s -> DemandWire.read(s.body())).toList(),
            now.events(),
            now.observation(),
            now.unseen());
    var current = Objects.requireNonNull(cell);
    return vertx
        .executeBlocking(() -> current.step(input))
        .map(
            out -> {
              output = out;
              outlook = Outlook.of(current);
              metrics.counts(current.census());
              if (!input.demands().isEmpty() || !input.environments().isEmpty()) {
                Objects.requireNonNull(loops).pass().hurry();
              }
              return step(out);
            });
  }

  private List<Environment> environments(Inputs inputs) {
    var environments = new ArrayList<Environment>();
    for (var entry : inputs.entries()) {
      RegistryWire.read(entry.body(), config.cell())
          .ifPresent(
              environment -> {
                bodies.put(environment.arn(), entry.body());
                environments.add(environment);
              });
    }
    return environments;
  }

  private Step step(CapacityCell.Output out) {
    var statements = new ArrayList<Step.StatementOut>();
    for (var condition : out.conditions()) {
      statements.add(
          new Step.StatementOut(
              Streams.QUEUE, condition.environmentArn(), ReportsWire.write(condition)));
    }
    for (var change : out.changes()) {
      if (change instanceof Change.EnvironmentForgotten(var arn)) {
        statements.add(new Step.StatementOut(Streams.QUEUE, arn, ByteString.EMPTY));
      }
    }
    var rows = Map.copyOf(bodies);
    return new Step(
        tx -> CapacityRows.write(tx, out.changes(), rows),
        out.reports().stream()
            .map(report -> new Step.Out(Streams.SCHEDULER, ReportsWire.write(report)))
            .toList(),
        statements,
        List.of(),
        offered.waiting() ? Optional.of(Instant.EPOCH) : Optional.empty());
  }

  @Override
  public void committed(Step step) {
    var out = output;
    var from = taken;
    output = null;
    taken = null;
    if (out == null || from == null) {
      return;
    }
    out.reports().forEach(this::said);
    for (var condition : out.conditions()) {
      LOG.infof(
          "condition environment=%s valid=%s vcpus=%d gone=%s reason=%s",
          condition.environmentArn(),
          condition.valid(),
          condition.desiredVcpus(),
          condition.gone(),
          condition.reason());
    }
    from.committed(out.actions(), out.verdicts());
  }

  private void said(Report report) {
    metrics.reported(report);
    LOG.infof("report environment=%s fact=%s", report.environmentArn(), report.fact());
  }

  @Override
  public void dropped() {
    var running = loops;
    loops = null;
    cell = null;
    output = null;
    bodies.clear();
    if (running != null) {
      running.close();
    }
    freshness.owned(false);
    offered.close();
    var from = taken;
    taken = null;
    if (from != null) {
      from.dropped();
    }
  }

  @Override
  public Look look() {
    return outlook.look();
  }

  @Override
  public List<List<String>> spotLists() {
    return outlook.spotLists();
  }

  @Override
  public CompletableFuture<List<Todo>> decide(Observation observation) {
    var answer = offered.look(observation);
    wake();
    return answer;
  }

  @Override
  public void unseen(String why) {
    offered.unseen(why);
    wake();
  }

  @Override
  public CompletableFuture<List<Verdict>> read(List<Event> events) {
    var answer = offered.events(events);
    wake();
    return answer;
  }

  @Override
  public boolean surelyOurs() {
    return runtime.join().surelyHeld();
  }

  private void wake() {
    runtime.join().wake();
  }
}
