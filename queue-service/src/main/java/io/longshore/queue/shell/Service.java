package io.longshore.queue.shell;

import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.Cells;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.Gate;
import io.longshore.kit.shell.db.LeaseTable;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.registry.Conditions;
import io.longshore.queue.core.submit.SubmitRules;
import io.longshore.queue.shell.kafka.Submissions;
import io.longshore.queue.wire.Members;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Puts queue-service together and starts it. */
@Startup
@Singleton
public final class Service implements ViewLoop.Judge {

  private static final Logger LOG = Logger.getLogger(Service.class);

  private final Front front;
  private final Reads reads;
  private final JobReads jobs;
  private final EnvironmentDesk environments;
  private final QueueDesk queues;
  private final Intake.Door door;
  private final Members members;
  private final Db db;
  private final LeaseTable lease;
  private final SubmitDesk submissions;
  private final Cells cells;

  Service(Cells cells, QueueConfig config) {
    Arns arns = config.arns();
    Limits limits = config.limits();
    this.cells = cells;
    this.db = cells.kit().db();
    this.members = new Members(table());
    this.environments = new EnvironmentDesk(arns, config.cell(), limits);
    this.queues = new QueueDesk(arns, config.cell(), limits);
    this.reads = new Reads(db, arns, limits);
    this.jobs = new JobReads(db, arns, limits);
    this.lease = new LeaseTable(db, Ends.SELF);
    var pump = new Pump(db, lease, cells.kit().kafka());
    var telling = new ChangeDesk.Telling(arns, config.region(), config.eventEnvironmentValues());
    var metrics = new QueueMetrics(db, cells.kit().meters(), limits.jobs().submitted());
    var loop =
        new ViewLoop(
            config, new ViewLoop.Parts(db, new ChangeDesk(db, telling), this, pump, metrics));
    Wiring wiring = wiring(config.cell());
    CellRuntime runtime = cells.run(wiring, loop);
    this.submissions = new SubmitDesk(arns, new SubmitRules(limits), members);
    var intake = new Intake(submissions);
    Gate<Work, Work.Done> gate = cells.gate(wiring, intake, runtime);
    this.door = new Intake.Door(gate);
    var parts =
        new Front.Parts(
            environments, queues, new CatalogDesk(arns, limits), new TagDesk(arns, limits));
    this.front = new Front(limits, members, parts, door);
  }

  private static Wiring wiring(int cell) {
    return new Wiring(
        Ends.SELF,
        Ends.SELF,
        cell,
        List.of(
            new Wiring.Inbound(Ends.JOB_CHANGES, true),
            new Wiring.Inbound(Ends.PLACEMENT_REPORTS, false),
            new Wiring.Inbound(Ends.CAPACITY_REPORTS, false)),
        List.of(),
        Map.of(Ends.SCHEDULER, Ends.COMMANDS));
  }

  static List<String> table() {
    var in =
        Objects.requireNonNull(
            Service.class.getResourceAsStream("/members.txt"), "members.txt is in the jar");
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException("members.txt cannot be read", e);
    }
  }

  @Produces
  @Singleton
  Front front() {
    return front;
  }

  @Produces
  @Singleton
  Answers answers(QueueConfig config) {
    return new Answers(reads, jobs, db, config.arns());
  }

  @Produces
  @Singleton
  Submissions.Door submissions(QueueConfig config) {
    return new IntakeDoor(door, config, submissions, this::topicId);
  }

  private Uni<Optional<String>> topicId(String topic) {
    return cells
        .kit()
        .vertx()
        .executeBlocking(
            () ->
                Optional.ofNullable(cells.kit().topics().find(List.of(topic), 0).ids().get(topic)));
  }

  @Override
  public void environment(long epoch, String name, Conditions conditions) {
    ask(epoch, tx -> environments.judge(name, conditions, tx));
  }

  @Override
  public void queue(long epoch, String name) {
    ask(epoch, tx -> queues.finish(name, tx));
  }

  /** Asked again with the next sweep, so a failure is only told. */
  private void ask(long epoch, Function<Tx, Uni<Work.Done>> question) {
    Work.Other work =
        (tx, _) ->
            lease.owned(tx, epoch).chain(owned -> owned ? question.apply(tx) : Desks.nothing());
    door.gate()
        .commit(work)
        .subscribe()
        .with(_ -> {}, failure -> LOG.warnf("status not settled yet: %s", failure.toString()));
  }
}
