package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.EndedAttempts;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.kit.wire.Inputs;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.registry.Conditions;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.Changes;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.EnvironmentWire;
import io.longshore.queue.wire.EventWire;
import io.longshore.queue.wire.ViewWire;
import io.longshore.simulation.database.Row;
import io.longshore.simulation.database.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Queue-service's view: what its ViewLoop and ChangeDesk do. */
public class QueueProgram implements Program {

  private static final long LOOK = 500;
  private static final long SWEEP = 10_000;
  private static final int SWEEP_MOST = 1_000;

  private final Arns arns;
  private final Registry registry;
  private final Duration retention;
  private final Consumer<Intake.Work> gate;
  private final BiConsumer<String, JobChange> told;
  private final Map<String, Conditions.Capacity> capacity = new HashMap<>();
  private final Map<String, Conditions.Cluster> clusters = new HashMap<>();
  private @Nullable Store store;
  private @Nullable Tenancy tenancy;
  private long looking;
  private long registrySeen;
  private Instant sweepAt = Instant.EPOCH;

  /**
   * A view.
   *
   * @param gate this instance's own way in, for judgements
   * @param told hears of each change that was taken, with the job's id
   */
  public QueueProgram(
      Arns arns,
      Registry registry,
      Duration retention,
      Consumer<Intake.Work> gate,
      BiConsumer<String, JobChange> told) {
    this.arns = arns;
    this.registry = registry;
    this.retention = retention;
    this.gate = gate;
    this.told = told;
  }

  private Store store() {
    return Objects.requireNonNull(store);
  }

  @Override
  public void tenancy(Tenancy of) {
    tenancy = of;
  }

  @Override
  public Decision load(Store from, long epoch, Instant now) {
    store = from;
    registrySeen = 0;
    look(++looking);
    return new Decision(_ -> {}, List.of(), List.of(), entries(), Optional.of(Instant.EPOCH));
  }

  /** The registry is written by all instances' ways in: a round comes when there is news in it. */
  private void look(long mine) {
    var of = Objects.requireNonNull(tenancy);
    of.in(
        LOOK,
        () -> {
          if (mine == looking) {
            if (newest() > registrySeen) {
              of.wake();
            }
            look(mine);
          }
        });
  }

  private long newest() {
    long newest = 0;
    for (Row row : store().table(Registry.ENVIRONMENTS).values()) {
      newest = Math.max(newest, row.number());
    }
    return newest;
  }

  @Override
  public Decision step(Inputs inputs) {
    var announced = statements(inputs.statements());
    var entries = entries();
    if (!inputs.statements().isEmpty() || !entries.isEmpty()) {
      judgeAll();
    }
    var changes = inputs.messages().stream().map(QueueProgram::change).toList();
    var ended = sweep(inputs.now());
    var messages =
        ended.isEmpty() ? List.<Out>of() : List.of(new Out("scheduler", CommandWire.forget(ended)));
    return new Decision(
        to -> {
          changes.forEach(change -> apply(to, change));
          announced.forEach((name, body) -> to.table("cluster").put(name, body));
          Jobs.delete(to, ended);
        },
        messages,
        List.of(),
        entries,
        Optional.of(sweepAt));
  }

  private static JobChange change(Inputs.Message message) {
    try {
      return JobChange.parseFrom(message.body());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private void apply(Store to, JobChange change) {
    String id =
        change.hasArrayIndex()
            ? JobId.child(change.getJobId(), change.getArrayIndex()).toString()
            : change.getJobId();
    if (!to.table(Jobs.META).containsKey(change.getJobId())) {
      return;
    }
    var before = to.table(Jobs.JOBS).get(id);
    if (!Changes.replaces(before == null ? 0 : before.number(), change.getVersion())) {
      return;
    }
    var was = before == null ? null : Jobs.status(to, id);
    var now = JobStatus.of(change.getState().getNumber());
    byte[] body = {(byte) now.number()};
    to.table(Jobs.JOBS).put(id, new Row(change.getVersion(), now.isFinal(), body));
    if (change.hasEndedAttempt()) {
      attempt(to, id, change.getEndedAttempt());
    }
    if (now.isFinal()) {
      long at = change.hasStoppedAt() ? change.getStoppedAt() : change.getAt();
      to.table(Jobs.STOPPED).put(id, new Row(at, true, new byte[0]));
    }
    if (Changes.told(was, now) && now.isFinal()) {
      event(to, id, change);
    }
    told.accept(id, change);
  }

  private static void attempt(Store to, String id, EndedAttempt ended) {
    var before = to.table(Jobs.ATTEMPTS).get(id);
    var attempts =
        before == null
            ? EndedAttempts.newBuilder()
            : Registry.parse(EndedAttempts.parser(), before.body()).toBuilder();
    byte[] body = attempts.addAttempts(ended).build().toByteArray();
    to.table(Jobs.ATTEMPTS).put(id, new Row(attempts.getAttemptsCount(), false, body));
  }

  /** The public event, made as users get it; of ends alone, because making it costs time. */
  private void event(Store to, String id, JobChange change) {
    var detail =
        Registry.parse(JobDetail.parser(), to.table(Jobs.DETAIL).get(change.getJobId()).body());
    var attempts = to.table(Jobs.ATTEMPTS).get(id);
    var stored =
        new ViewWire.Stored(
            JobId.parse(id).orElseThrow(),
            detail,
            change,
            attempts == null
                ? List.of()
                : Registry.parse(EndedAttempts.parser(), attempts.body()).getAttemptsList(),
            Jobs.Meta.of(to.table(Jobs.META).get(change.getJobId())).arraySize());
    EventWire.event(
        Changes.eventId(id, change.getVersion()),
        ViewWire.detail(stored, arns),
        Instant.ofEpochMilli(change.getAt()),
        change.getVersion(),
        arns,
        false);
  }

  private List<EntryOut> entries() {
    if (newest() <= registrySeen) {
      return List.of();
    }
    var entries = new ArrayList<EntryOut>();
    long seen = registrySeen;
    for (var row : store().table(Registry.ENVIRONMENTS).entrySet()) {
      long version = row.getValue().number();
      if (version > registrySeen) {
        seen = Math.max(seen, version);
        var detail = Registry.parse(ComputeEnvironmentDetail.parser(), row.getValue().body());
        var status = Registry.environment(store(), row.getKey()).environment().status();
        boolean deleted =
            status == EnvironmentStatus.DELETING || status == EnvironmentStatus.DELETED;
        var entry = CommandWire.entry(detail, version, 0, deleted);
        entries.add(
            new EntryOut(Wires.REGISTRY, detail.getComputeEnvironmentArn(), entry.toByteString()));
      }
    }
    registrySeen = seen;
    return entries;
  }

  private Map<String, Row> statements(List<Inputs.StatementIn> statements) {
    var announced = new HashMap<String, Row>();
    for (var statement : statements) {
      boolean ofCapacity = statement.topic().equals(Wires.CAPACITY_REPORTS);
      if (statement.body().isEmpty()) {
        (ofCapacity ? capacity : clusters).remove(statement.subject());
      } else if (ofCapacity) {
        var condition = condition(statement.body());
        capacity.put(condition.getEnvironmentArn(), EnvironmentWire.read(condition));
      } else {
        var announcement = announcement(statement.body());
        clusters.put(announcement.getCluster(), EnvironmentWire.read(announcement));
        announced.put(announcement.getCluster(), new Row(0, false, statement.body().toByteArray()));
      }
    }
    return announced;
  }

  private static EnvironmentCondition condition(ByteString body) {
    try {
      return EnvironmentCondition.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ClusterAnnouncement announcement(ByteString body) {
    try {
      return ClusterAnnouncement.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private void judgeAll() {
    for (var stored : Registry.environments(store())) {
      Environment environment = stored.environment();
      var conditions =
          new Conditions(capacity.get(environment.arn()), clusters.get(environment.cluster()));
      if (conditions.derive(environment, environment.version() + 1).isPresent()) {
        gate.accept(registry.judge(environment.name(), conditions));
      }
    }
  }

  private List<String> sweep(Instant now) {
    if (now.isBefore(sweepAt)) {
      return List.of();
    }
    sweepAt = now.plusMillis(SWEEP);
    judgeAll();
    Registry.queues(store()).values().stream()
        .filter(queue -> queue.status() == EnvironmentStatus.DELETING)
        .forEach(queue -> gate.accept(registry.finish(queue.name())));
    long before = now.minus(retention).toEpochMilli();
    return store().table(Jobs.STOPPED).entrySet().stream()
        .filter(e -> e.getValue().number() < before && !e.getKey().contains(":"))
        .map(Map.Entry::getKey)
        .limit(SWEEP_MOST)
        .toList();
  }

  @Override
  public void committed(Decision decision) {}

  @Override
  public void dropped() {
    looking++;
    capacity.clear();
    clusters.clear();
    registrySeen = 0;
    sweepAt = Instant.EPOCH;
  }
}
