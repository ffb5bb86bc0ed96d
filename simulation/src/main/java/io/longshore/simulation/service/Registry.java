package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.registry.Conditions;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.core.registry.EnvironmentRules;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.core.registry.QueueRules;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.EnvironmentWire;
import io.longshore.queue.wire.QueueWire;
import io.longshore.simulation.database.Row;
import io.longshore.simulation.database.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environments and queues behind the gate: what queue-service's RegistryDesk does. */
public final class Registry {

  static final String ENVIRONMENTS = "environment";
  static final String QUEUES = "queue";
  private static final String SETTINGS = "settings";

  private final Arns arns;
  private final EnvironmentRules environments;
  private final QueueRules queues;

  /** The registry of an installation. */
  public Registry(Arns arns, Limits limits) {
    this.arns = arns;
    this.environments = new EnvironmentRules(limits, arns);
    this.queues = new QueueRules(limits, arns);
  }

  /** An environment as it is stored. */
  public record Stored(ComputeEnvironmentDetail detail, Environment environment) {}

  static <M> M parse(Parser<M> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stored environment(Store store, String name) {
    var row = store.table(ENVIRONMENTS).get(name);
    var detail = parse(ComputeEnvironmentDetail.parser(), row.body());
    long settings = store.table(SETTINGS).get(name).number();
    return new Stored(detail, EnvironmentWire.read(detail, row.number(), settings));
  }

  /** All environments that are not gone. */
  public static List<Stored> environments(Store store) {
    var all = new ArrayList<Stored>();
    store
        .table(ENVIRONMENTS)
        .forEach(
            (name, row) -> {
              if (!row.flag()) {
                all.add(environment(store, name));
              }
            });
    return all;
  }

  static Queue queue(Row row) {
    return QueueWire.read(parse(JobQueueDetail.parser(), row.body()), row.number());
  }

  /** All queues that are not gone. */
  public static Map<String, Queue> queues(Store store) {
    var all = new HashMap<String, Queue>();
    store
        .table(QUEUES)
        .forEach(
            (name, row) -> {
              if (!row.flag()) {
                all.put(name, queue(row));
              }
            });
    return all;
  }

  /** CreateComputeEnvironment. */
  public Intake.Work create(CreateComputeEnvironmentRequest request, String uuid) {
    return (store, _) -> {
      var present = environments(store);
      var others =
          new EnvironmentRules.Others(
              present.stream()
                  .anyMatch(
                      e -> e.environment().name().equals(request.getComputeEnvironmentName())),
              present.size(),
              present.size());
      return done(
          environments.create(
              EnvironmentWire.read(request), others, uuid, store.next("registry_version")),
          made -> put(store, EnvironmentWire.write(request, made), made));
    };
  }

  /** UpdateComputeEnvironment. */
  public Intake.Work update(UpdateComputeEnvironmentRequest request) {
    return (store, _) -> {
      var name = request.getComputeEnvironment();
      if (missing(store, ENVIRONMENTS, name)) {
        return absent(name);
      }
      var stored = environment(store, name);
      var merged = EnvironmentWire.merge(stored.detail(), request);
      return done(
          environments.update(
              stored.environment(),
              EnvironmentWire.read(request, merged),
              merged == null ? null : EnvironmentWire.resources(merged),
              store.next("registry_version")),
          changed ->
              put(
                  store,
                  EnvironmentWire.write(stored.detail(), request, merged, changed),
                  changed));
    };
  }

  /** DeleteComputeEnvironment. */
  public Intake.Work deleteEnvironment(String name) {
    return (store, _) -> {
      if (missing(store, ENVIRONMENTS, name)) {
        return absent(name);
      }
      var stored = environment(store, name);
      boolean used =
          queues(store).values().stream()
              .anyMatch(q -> q.environments().contains(stored.environment().arn()));
      return done(
          environments.delete(stored.environment(), used, store.next("registry_version")),
          deleted -> put(store, EnvironmentWire.write(stored.detail(), deleted), deleted));
    };
  }

  /** Derives an environment's status from what the other services say of it. */
  public Intake.Work judge(String name, Conditions conditions) {
    return (store, _) -> {
      if (missing(store, ENVIRONMENTS, name)) {
        return absent(name);
      }
      var stored = environment(store, name);
      var judged = conditions.derive(stored.environment(), store.next("registry_version"));
      return judged
          .map(
              changed ->
                  new Intake.Done(
                      Verdict.accept(stored.detail()),
                      List.of(
                          put(store, EnvironmentWire.write(stored.detail(), changed), changed))))
          .orElseGet(() -> Intake.Done.of(Verdict.accept(stored.detail())));
    };
  }

  /** CreateJobQueue. */
  public Intake.Work create(CreateJobQueueRequest request) {
    return (store, _) -> {
      var present = queues(store);
      return done(
          queues.create(
              QueueWire.read(request),
              present.containsKey(request.getJobQueueName()),
              present.size(),
              known(store),
              store.next("registry_version")),
          made -> put(store, QueueWire.write(request, made), made));
    };
  }

  /** UpdateJobQueue. */
  public Intake.Work update(UpdateJobQueueRequest request) {
    return (store, _) -> {
      var name = request.getJobQueue();
      if (missing(store, QUEUES, name)) {
        return absent(name);
      }
      var row = store.table(QUEUES).get(name);
      return done(
          queues.update(
              queue(row), QueueWire.read(request), known(store), store.next("registry_version")),
          changed ->
              put(
                  store,
                  QueueWire.write(
                      parse(JobQueueDetail.parser(), row.body()),
                      request.getComputeEnvironmentOrderList(),
                      changed),
                  changed));
    };
  }

  /** DeleteJobQueue. */
  public Intake.Work deleteQueue(String name) {
    return (store, _) -> {
      if (missing(store, QUEUES, name)) {
        return absent(name);
      }
      var row = store.table(QUEUES).get(name);
      return done(
          queues.delete(queue(row), store.next("registry_version")),
          deleting ->
              put(
                  store,
                  QueueWire.write(parse(JobQueueDetail.parser(), row.body()), List.of(), deleting),
                  deleting));
    };
  }

  /** Removes a queue on its way out once none of its jobs is left. */
  Intake.Work finish(String name) {
    return (store, _) -> {
      if (missing(store, QUEUES, name)) {
        return absent(name);
      }
      var row = store.table(QUEUES).get(name);
      var queue = queue(row);
      if (queue.status() == EnvironmentStatus.DELETING && !Jobs.busy(store, queue.arn())) {
        long version = store.next("registry_version");
        store.table(QUEUES).put(name, new Row(version, true, row.body()));
      }
      return Intake.Done.of(Verdict.accept(JobQueueDetail.getDefaultInstance()));
    };
  }

  private static boolean missing(Store store, String table, String name) {
    var row = store.table(table).get(name);
    return row == null || row.flag();
  }

  private static Intake.Done absent(String name) {
    return Intake.Done.of(Verdict.refuse(new Refusal.NotFound("Resource", name)));
  }

  private static Map<String, Environment> known(Store store) {
    var known = new HashMap<String, Environment>();
    environments(store).forEach(e -> known.put(e.environment().name(), e.environment()));
    return known;
  }

  private interface Accepted<T> {
    ByteString put(T value);
  }

  private static <T> Intake.Done done(Verdict<T> verdict, Accepted<T> accepted) {
    return switch (verdict) {
      case Verdict.Accepted<T>(var value) -> {
        Message empty = JobQueueDetail.getDefaultInstance();
        yield new Intake.Done(Verdict.accept(empty), List.of(accepted.put(value)));
      }
      case Verdict.Refused<T>(var why) -> Intake.Done.of(Verdict.refuse(why));
    };
  }

  private static ByteString put(
      Store store, ComputeEnvironmentDetail detail, Environment environment) {
    boolean gone = environment.status() == EnvironmentStatus.DELETED;
    store
        .table(ENVIRONMENTS)
        .put(environment.name(), new Row(environment.version(), gone, detail.toByteArray()));
    store
        .table(SETTINGS)
        .put(environment.name(), new Row(environment.settingsVersion(), gone, new byte[0]));
    return CommandWire.registry(
        CommandWire.entry(
            detail,
            environment.version(),
            0,
            environment.status() == EnvironmentStatus.DELETING || gone));
  }

  private static ByteString put(Store store, JobQueueDetail detail, Queue queue) {
    store.table(QUEUES).put(queue.name(), new Row(queue.version(), false, detail.toByteArray()));
    return CommandWire.registry(
        CommandWire.entry(
            detail, queue.version(), 0, queue.status() == EnvironmentStatus.DELETING));
  }

  /** What an environment's name is told as. */
  public Optional<String> arn(String name) {
    return Optional.of(arns.environment(name));
  }
}
