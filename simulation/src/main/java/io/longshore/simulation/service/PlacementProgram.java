package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.kit.wire.Inputs;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.Desk;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.desk.DeskSettings;
import io.longshore.placement.core.desk.DeskStep;
import io.longshore.placement.core.desk.Outcome;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.wire.AnnouncementWire;
import io.longshore.placement.wire.CommandsWire;
import io.longshore.placement.wire.RegistryWire;
import io.longshore.placement.wire.ReportsWire;
import io.longshore.simulation.database.Store;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Placement-service for one cluster: what its PlacementLoop does around the desk. */
public class PlacementProgram implements Program {

  private static final int MAX_SIGHTINGS = 5_000;

  private final AnnouncementWire.Served served;
  private final DeskSettings settings;
  private final Names names;
  private final Door door;
  private @Nullable Life life;
  private @Nullable Tenancy tenancy;

  /** The way to the cluster. */
  public interface Door {
    /** Begins one ownership's dealings. */
    Session open(Consumer<DeskInput> desk);
  }

  /** One ownership's dealings with the cluster. */
  public interface Session {
    /** Does what the desk wants. */
    void act(Action action);

    /** Nothing more is sent or answered. */
    void close();
  }

  private static final class Life {
    final Desk desk;
    final ArrayDeque<DeskInput> seen = new ArrayDeque<>();
    final List<DeskStep> decided = new ArrayList<>();
    DeskStep.@Nullable Standing announced;
    @Nullable Session session;

    Life(Desk desk) {
      this.desk = desk;
    }
  }

  /** Serves a cluster. */
  public PlacementProgram(
      AnnouncementWire.Served served, DeskSettings settings, Names names, Door door) {
    this.served = served;
    this.settings = settings;
    this.names = names;
    this.door = door;
  }

  @Override
  public void tenancy(Tenancy of) {
    tenancy = of;
  }

  @Override
  public Decision load(Store store, long epoch, Instant now) {
    var stored = PlacementRows.load(store);
    var desk =
        new Desk(
            settings,
            names,
            Set.copyOf(served.namespaces()),
            stored.memory(),
            floor(epoch, stored.epoch()),
            Instant.EPOCH);
    var begun = new Life(desk);
    begun.session =
        door.open(
            input -> {
              begun.seen.add(input);
              if (life == begun) {
                Objects.requireNonNull(tenancy).wake();
              }
            });
    life = begun;
    return Decision.nothing(Optional.of(Instant.EPOCH));
  }

  /** The largest placement epoch known from lease and ledger. */
  protected long floor(long lease, long ledger) {
    return Math.max(lease, ledger);
  }

  @Override
  public Decision step(Inputs inputs) {
    var now = Objects.requireNonNull(life);
    var told = new ArrayList<DeskInput>();
    var starts = new HashMap<LaunchId, ByteString>();
    for (var entry : inputs.entries()) {
      RegistryWire.read(entry.body(), served.cluster()).ifPresent(told::add);
    }
    for (var message : inputs.messages()) {
      var command = CommandsWire.parse(message.body());
      var read = CommandsWire.read(command);
      if (read instanceof DeskInput.Start(var order)) {
        starts.putIfAbsent(order.launch(), command.getStart().toByteString());
      }
      told.add(read);
    }
    for (int i = 0; i < MAX_SIGHTINGS && !now.seen.isEmpty(); i++) {
      told.add(now.seen.remove());
    }
    var decided = decided(now.desk.step(told(told), inputs.now(), inputs.timersMayFire()));
    now.decided.add(decided);
    return decision(now, decided, starts, inputs.now());
  }

  /** What the desk is told. */
  protected List<DeskInput> told(List<DeskInput> inputs) {
    return inputs;
  }

  /** What the desk decided. */
  protected DeskStep decided(DeskStep step) {
    return step;
  }

  private Decision decision(
      Life now, DeskStep decided, Map<LaunchId, ByteString> starts, Instant at) {
    return new Decision(
        PlacementRows.writes(decided.changes(), starts),
        decided.reports().stream()
            .map(out -> new Out("scheduler", ReportsWire.write(out, at).toByteString()))
            .toList(),
        announcement(now, decided.standing()),
        List.of(),
        now.seen.isEmpty() ? decided.wakeAt() : Optional.of(at));
  }

  private List<StatementOut> announcement(Life now, DeskStep.Standing stands) {
    if (stands.state() == DeskStep.Standing.State.PENDING || stands.equals(now.announced)) {
      return List.of();
    }
    now.announced = stands;
    return List.of(
        new StatementOut(
            "queue", served.cluster(), AnnouncementWire.write(served, stands).toByteString()));
  }

  @Override
  public void committed(Decision decision) {
    var now = Objects.requireNonNull(life);
    for (DeskStep decided : now.decided) {
      decided.actions().forEach(action -> act(now, action));
    }
    now.decided.clear();
  }

  private void act(Life now, Action action) {
    if (action instanceof Action.KeepLogs(var pod, var _)) {
      Objects.requireNonNull(tenancy)
          .in(
              20,
              () -> {
                now.seen.add(new DeskInput.LogsEnded(pod, new Outcome.Kept()));
                Objects.requireNonNull(tenancy).wake();
              });
    } else {
      Objects.requireNonNull(now.session).act(action);
    }
  }

  @Override
  public void dropped() {
    var before = life;
    life = null;
    if (before != null && before.session != null) {
      before.session.close();
    }
  }
}
