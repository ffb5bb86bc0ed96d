package io.longshore.queue.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.kit.core.Undecodable;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.wire.Inputs;
import io.longshore.kit.wire.Inputs.StatementIn;
import io.longshore.queue.core.registry.Conditions;
import io.longshore.queue.shell.db.ClusterTable;
import io.longshore.queue.shell.db.ConditionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.OutgoingTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.SubmittedTable;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.EnvironmentWire;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the lease holder does: changes of jobs become the read model and public events, statements
 * of the others become the status of environments, environments become the registry topic, and what
 * nobody can ask for any more is forgotten.
 */
final class ViewLoop implements Program {

  /** How often the registry is looked at for what other instances committed. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final Duration SWEEP = Duration.ofSeconds(10);

  private final Db db;
  private final Sweeper sweeper;
  private final QueueMetrics metrics;
  private final ChangeDesk changes;
  private final Judge judge;
  private final Pump pump;

  private final Map<String, Conditions.Capacity> capacity = new HashMap<>();
  private final Map<String, Conditions.Cluster> clusters = new HashMap<>();
  private final Registered registered;

  /** Asked once the round is committed: whoever is no owner any more asks nothing. */
  private final List<Runnable> questions = new ArrayList<>();

  private Instant sweepAt = Instant.EPOCH;
  private long epoch;

  /**
   * Statements that are to be kept.
   *
   * @param announced ClusterAnnouncements by cluster
   * @param conditions EnvironmentConditions by environment
   * @param withdrawn subjects of which nothing is said any more
   */
  private record Heard(
      Map<String, byte[]> announced, Map<String, byte[]> conditions, Set<String> withdrawn) {}

  /**
   * Puts a status question to the gate; the answer is a change of the registry. A former owner,
   * which knows old conditions, gets none.
   */
  interface Judge {

    /** Derives the status of an environment. */
    void environment(long epoch, String name, Conditions conditions);

    /** Removes a queue on its way out if its jobs have ended. */
    void queue(long epoch, String name);
  }

  /** What the loop works with. */
  record Parts(Db db, ChangeDesk changes, Judge judge, Pump pump, QueueMetrics metrics) {}

  ViewLoop(QueueConfig config, Parts parts) {
    this.db = parts.db();
    this.sweeper = new Sweeper(parts.db(), config);
    this.metrics = parts.metrics();
    this.changes = parts.changes();
    this.judge = parts.judge();
    this.pump = parts.pump();
    this.registered = new Registered(config.cell());
  }

  @Override
  public Uni<Step> load(Ownership ownership, Tx tx) {
    registered.clear();
    epoch = ownership.epoch();
    return RegistryTable.since(tx, 0)
        .map(
            rows -> {
              pump.start(ownership.epoch());
              return new Step(
                  _ -> Uni.createFrom().voidItem(),
                  List.of(),
                  List.of(),
                  registered.take(rows),
                  Optional.of(Instant.EPOCH));
            });
  }

  @Override
  public Uni<Step> step(Inputs inputs) {
    var heard = statements(inputs.statements());
    return db.read(tx -> RegistryTable.since(tx, registered.seen()))
        .chain(
            rows -> {
              var entries = registered.take(rows);
              if (!inputs.statements().isEmpty() || !entries.isEmpty()) {
                judgeAll();
              }
              return changes
                  .apply(inputs.messages())
                  .chain(
                      changed ->
                          sweep(inputs).map(due -> step(inputs, heard, entries, changed, due)));
            });
  }

  private Step step(
      Inputs inputs,
      Heard heard,
      List<Step.EntryOut> entries,
      ChangeDesk.Changed changed,
      Sweeper.Due due) {
    var messages = new ArrayList<Step.Out>();
    if (!due.jobs().isEmpty()) {
      messages.add(new Step.Out(Ends.SCHEDULER, CommandWire.forget(due.jobs())));
    }
    return new Step(
        tx -> write(tx, heard, changed).chain(() -> sweeper.delete(due, tx)),
        List.copyOf(messages),
        List.of(),
        entries,
        Optional.of(inputs.now().plus(LOOK)));
  }

  private static Uni<Void> write(Tx tx, Heard heard, ChangeDesk.Changed changed) {
    Uni<Void> written =
        JobTable.change(tx, changed.rows())
            .chain(() -> SubmittedTable.movedOn(tx, changed.movedOn()))
            .chain(() -> OutgoingTable.insert(tx, changed.events()))
            .chain(() -> ConditionTable.put(tx, heard.conditions(), heard.withdrawn()));
    for (var cluster : heard.announced().entrySet()) {
      written = written.chain(() -> ClusterTable.put(tx, cluster.getKey(), cluster.getValue()));
    }
    return written;
  }

  @Override
  public void committed(Step step) {
    questions.forEach(Runnable::run);
    questions.clear();
    pump.nudge();
  }

  @Override
  public void dropped() {
    pump.stop();
    questions.clear();
    capacity.clear();
    clusters.clear();
    registered.clear();
    metrics.clear();
    sweepAt = Instant.EPOCH;
  }

  // --- the registry -----------------------------------------------------------------------------

  /** Takes the newest statements; gives those that are to be kept. */
  private Heard statements(List<StatementIn> statements) {
    var announced = new HashMap<String, byte[]>();
    var conditions = new HashMap<String, byte[]>();
    var withdrawn = new HashSet<String>();
    for (StatementIn statement : statements) {
      try {
        if (statement.body().isEmpty()) {
          withdrawn(statement);
          conditions.remove(statement.subject());
          withdrawn.add(statement.subject());
        } else if (statement.topic().equals(Ends.CAPACITY_REPORTS)) {
          var condition = EnvironmentCondition.parseFrom(statement.body());
          capacity.put(condition.getEnvironmentArn(), EnvironmentWire.read(condition));
          conditions.put(condition.getEnvironmentArn(), statement.body().toByteArray());
          withdrawn.remove(condition.getEnvironmentArn());
        } else {
          var announcement = ClusterAnnouncement.parseFrom(statement.body());
          clusters.put(announcement.getCluster(), EnvironmentWire.read(announcement));
          announced.put(announcement.getCluster(), statement.body().toByteArray());
        }
      } catch (InvalidProtocolBufferException e) {
        throw new Undecodable("statement about " + statement.subject(), e);
      }
    }
    return new Heard(announced, conditions, withdrawn);
  }

  /** Nobody speaks for the subject any more; where output was kept is still known. */
  private void withdrawn(StatementIn statement) {
    if (statement.topic().equals(Ends.CAPACITY_REPORTS)) {
      capacity.remove(statement.subject());
    } else {
      clusters.remove(statement.subject());
    }
  }

  /** Level-triggered: every environment is judged by the newest of what is known. */
  private void judgeAll() {
    registered.environments().forEach(this::judge);
  }

  private void judge(StoredEnvironment stored) {
    var environment = stored.environment();
    var conditions =
        new Conditions(capacity.get(environment.arn()), clusters.get(environment.cluster()));
    if (conditions.derive(environment, environment.version() + 1).isPresent()) {
      questions.add(() -> judge.environment(epoch, environment.name(), conditions));
    }
  }

  /** What is past its time; queues on their way out are looked at as often. */
  private Uni<Sweeper.Due> sweep(Inputs inputs) {
    if (inputs.now().isBefore(sweepAt)) {
      return Uni.createFrom().item(Sweeper.Due.NOTHING);
    }
    sweepAt = inputs.now().plus(SWEEP);
    // A judgement that failed is asked for again: the same statement does not come in twice.
    judgeAll();
    registered.leaving().forEach(queue -> questions.add(() -> judge.queue(epoch, queue.name())));
    return metrics
        .look()
        .chain(() -> sweeper.look(inputs.now(), clusters.keySet(), registered.environments()));
  }
}
