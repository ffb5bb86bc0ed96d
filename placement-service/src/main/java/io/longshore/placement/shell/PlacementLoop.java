package io.longshore.placement.shell;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.wire.Inputs;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.Desk;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.desk.DeskSettings;
import io.longshore.placement.core.desk.DeskStep;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.shell.db.LedgerTable;
import io.longshore.placement.shell.k8s.Cluster;
import io.longshore.placement.wire.AnnouncementWire;
import io.longshore.placement.wire.CommandsWire;
import io.longshore.placement.wire.RegistryWire;
import io.longshore.placement.wire.ReportsWire;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The spine, one for each cluster: what the scheduler commands and what the cluster shows and
 * answers goes to the desk; what the desk changes is committed; what it reports goes out; and only
 * then is done at the cluster what it wants done.
 */
final class PlacementLoop implements Program {

  private final Setup setup;
  private final Parts parts;
  private final LedgerTable ledger;
  private volatile Runnable wake = () -> {};
  private volatile DeskStep.Standing standing =
      new DeskStep.Standing(DeskStep.Standing.State.PENDING, "not owned here", "");
  private @Nullable Life life;

  /** What does not change. */
  record Setup(
      AnnouncementWire.Served served, Names names, DeskSettings settings, int maxSightings) {}

  /** What it works with. */
  record Parts(Cluster cluster, LogKeeper logs, PlacementMetrics metrics, PlacementLog log) {}

  PlacementLoop(Setup setup, Parts parts) {
    this.setup = setup;
    this.parts = parts;
    this.ledger = new LedgerTable(setup.served().shortName());
  }

  /** How rounds are asked for when the cluster has something to say. */
  void wakeBy(Runnable wake) {
    this.wake = wake;
    // What was seen before had nobody to tell it to.
    wake.run();
  }

  /** How the cluster stood when last committed. */
  DeskStep.Standing standing() {
    return standing;
  }

  /** One ownership: its memory, its dealings with the cluster and what these have brought. */
  private static final class Life {
    final Desk desk;
    final long lease;
    final Queue<DeskInput> seen = new ConcurrentLinkedQueue<>();
    final List<DeskStep> decided = new ArrayList<>();
    DeskStep.@Nullable Standing announced;
    Cluster.@Nullable Session session;

    Life(Desk desk, long lease) {
      this.desk = desk;
      this.lease = lease;
    }
  }

  @Override
  public Uni<Step> load(Ownership ownership, Tx tx) {
    return ledger
        .load(tx)
        .map(
            stored -> {
              var begun =
                  new Life(
                      new Desk(
                          setup.settings(),
                          setup.names(),
                          Set.copyOf(setup.served().namespaces()),
                          stored.memory(),
                          Math.max(ownership.epoch(), stored.epoch()),
                          Instant.EPOCH),
                      ownership.epoch());
              begun.session =
                  parts
                      .cluster()
                      .open(
                          input -> {
                            begun.seen.add(input);
                            wake.run();
                          });
              life = begun;
              return Step.nothing(Optional.of(Instant.EPOCH));
            });
  }

  @Override
  public Uni<Step> step(Inputs inputs) {
    Life now = alive();
    var told = new ArrayList<DeskInput>();
    var starts = new HashMap<LaunchId, ByteString>();
    for (Inputs.Entry entry : inputs.entries()) {
      RegistryWire.read(entry.body(), setup.served().cluster()).ifPresent(told::add);
    }
    for (Inputs.Message message : inputs.messages()) {
      LaunchCommand command = CommandsWire.parse(message.body());
      DeskInput.Command read = CommandsWire.read(command);
      if (read instanceof DeskInput.Start(var order)) {
        starts.putIfAbsent(order.launch(), command.getStart().toByteString());
      }
      told.add(read);
    }
    for (int i = 0; i < setup.maxSightings() && !now.seen.isEmpty(); i++) {
      told.add(now.seen.remove());
    }
    DeskStep decided = now.desk.step(told, inputs.now(), inputs.timersMayFire());
    now.decided.add(decided);
    return Uni.createFrom().item(step(now, decided, starts, inputs.now()));
  }

  private Step step(Life now, DeskStep decided, Map<LaunchId, ByteString> starts, Instant at) {
    return new Step(
        tx -> ledger.write(tx, decided.changes(), starts),
        decided.reports().stream()
            .map(out -> new Step.Out("scheduler", ReportsWire.write(out, at).toByteString()))
            .toList(),
        announcement(now, decided.standing()),
        List.of(),
        now.seen.isEmpty() ? decided.wakeAt() : Optional.of(at));
  }

  /** While an ownership begins, what its predecessor announced still holds. */
  private List<Step.StatementOut> announcement(Life now, DeskStep.Standing stands) {
    if (stands.state() == DeskStep.Standing.State.PENDING || stands.equals(now.announced)) {
      return List.of();
    }
    now.announced = stands;
    return List.of(
        new Step.StatementOut(
            "queue",
            setup.served().cluster(),
            AnnouncementWire.write(setup.served(), stands).toByteString()));
  }

  @Override
  public void committed(Step step) {
    Life now = alive();
    for (DeskStep decided : now.decided) {
      standing = decided.standing();
      parts.metrics().committed(now.desk.figures(), decided);
      parts.log().committed(decided);
      decided.actions().forEach(action -> act(now, action));
    }
    now.decided.clear();
  }

  private void act(Life now, Action action) {
    Cluster.Session session = now.session;
    if (session == null) {
      throw new IllegalStateException("no session");
    }
    if (action instanceof Action.KeepLogs keep) {
      parts
          .logs()
          .keep(
              now.lease,
              keep,
              outcome -> {
                now.seen.add(new DeskInput.LogsEnded(keep.pod(), outcome));
                wake.run();
              });
    } else {
      session.act(action);
    }
  }

  @Override
  public void dropped() {
    Life before = life;
    life = null;
    if (before != null && before.session != null) {
      before.session.close();
    }
    parts.metrics().dropped();
    standing = new DeskStep.Standing(DeskStep.Standing.State.PENDING, "not owned here", "");
  }

  /** The launch is held with that reason: its job shows it, and an operator decides. */
  @Override
  public Uni<Step> quarantined(Inputs alone, String reason) {
    var message = alone.messages().getFirst();
    return Uni.createFrom()
        .item(
            () ->
                new Step(
                    tx -> Uni.createFrom().voidItem(),
                    ReportsWire.held(message.body(), reason).stream()
                        .map(report -> new Step.Out("scheduler", report.toByteString()))
                        .toList(),
                    List.of(),
                    List.of(),
                    Optional.empty()));
  }

  private Life alive() {
    Life now = life;
    if (now == null) {
      throw new IllegalStateException("not loaded");
    }
    return now;
  }
}
