package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.kit.wire.Inputs;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.round.Cell;
import io.longshore.scheduler.core.round.Change;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.core.round.Limits;
import io.longshore.scheduler.core.round.Outgoing;
import io.longshore.scheduler.core.round.Step;
import io.longshore.scheduler.wire.CapacityWire;
import io.longshore.scheduler.wire.CommandsWire;
import io.longshore.scheduler.wire.CommandsWire.Payload;
import io.longshore.scheduler.wire.LaunchesWire;
import io.longshore.scheduler.wire.NewsWire;
import io.longshore.scheduler.wire.PlacementWire;
import io.longshore.simulation.database.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Scheduler-service: what its Turns, Arrivals and Departures do around the cell. */
public class SchedulerProgram implements Program {

  private static final String PLACEMENT = "placement/";

  private final Limits limits;
  private final BiConsumer<List<Change>, Instant> watch;
  private @Nullable Cell cell;
  private @Nullable Store store;

  /**
   * A scheduler.
   *
   * @param watch told of each decision's changes when they are committed
   */
  public SchedulerProgram(Limits limits, BiConsumer<List<Change>, Instant> watch) {
    this.limits = limits;
    this.watch = watch;
  }

  @Override
  public Decision load(Store from, long epoch, Instant now) {
    var loading = new Cell(limits);
    loading.replayAt(now.truncatedTo(ChronoUnit.MILLIS));
    SchedulerRows.load(from, loading, this::loaded);
    cell = loading;
    store = from;
    return Decision.nothing(Optional.of(Instant.EPOCH));
  }

  /** A stored row as it comes back to memory. */
  protected Change loaded(Change change) {
    return change;
  }

  @Override
  public Decision step(Inputs inputs) {
    var now = inputs.now().truncatedTo(ChronoUnit.MILLIS);
    var rows = Objects.requireNonNull(store);
    var current = Objects.requireNonNull(cell);
    var payloads = new HashMap<JobId, Payload>();
    var arrived = arrived(read(inputs.messages(), payloads));
    var past = SchedulerRows.outcomes(rows, current.needs(arrived));
    var round =
        decided(
            current.step(
                new io.longshore.scheduler.core.round.Inputs(
                    inputs.round(), arrived, past, inputs.timersMayFire()),
                now));
    var writes = SchedulerRows.writes(round.changes(), payloads);
    return depart(round, now, writes);
  }

  /** What has arrived, as the core reads it. */
  protected List<Input> arrived(List<Input> inputs) {
    return inputs;
  }

  /** What the core made of it. */
  protected Step decided(Step step) {
    return step;
  }

  private static List<Input> read(List<Inputs.Message> messages, Map<JobId, Payload> payloads) {
    var inputs = new ArrayList<Input>(messages.size());
    for (var message : messages) {
      String from = message.stream().from();
      switch (from) {
        case "queue" -> {
          var read = CommandsWire.read(message.body());
          read.input().ifPresent(inputs::add);
          read.payload().ifPresent(payload -> payloads.put(payload.job(), payload));
        }
        case "capacity" -> inputs.add(CapacityWire.read(message.body()));
        default ->
            inputs.add(PlacementWire.read(from.substring(PLACEMENT.length()), message.body()));
      }
    }
    return inputs;
  }

  private Decision depart(Step round, Instant now, java.util.function.Consumer<Store> writes) {
    var messages = new ArrayList<Out>();
    var statements = new ArrayList<StatementOut>();
    for (var message : round.messages()) {
      switch (message) {
        case Outgoing.ToCluster command ->
            messages.add(new Out(PLACEMENT + command.cluster(), LaunchesWire.write(command)));
        case Outgoing.JobMoved(var news) -> messages.add(new Out("queue", NewsWire.write(news)));
        case Outgoing.DemandStated(var demand) ->
            statements.add(
                new StatementOut(
                    "capacity", demand.environment().arn(), CapacityWire.write(demand, now)));
        case Outgoing.DemandWithdrawn(var environment) ->
            statements.add(new StatementOut("capacity", environment.arn(), ByteString.EMPTY));
      }
    }
    return new Decision(
        rows -> {
          writes.accept(rows);
          watch.accept(round.changes(), now);
        },
        messages,
        statements,
        List.of(),
        Optional.ofNullable(round.wakeAt()));
  }

  @Override
  public void committed(Decision decision) {}

  @Override
  public void dropped() {
    cell = null;
  }

  /** A launch goes out with its job's name and pod template. */
  @Override
  public List<ByteString> beforeSend(String to, List<ByteString> messages, Store from) {
    if (!to.startsWith(PLACEMENT)) {
      return messages;
    }
    return messages.stream()
        .map(
            message ->
                LaunchesWire.payloadOf(message)
                    .flatMap(job -> SchedulerRows.payload(from, job))
                    .map(payload -> LaunchesWire.join(message, payload))
                    .orElse(message))
        .toList();
  }
}
