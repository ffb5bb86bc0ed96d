package io.longshore.queue.shell;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.CreateJobQueueResponse;
import io.longshore.api.batch.v1.DeleteJobQueueResponse;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.api.batch.v1.UpdateJobQueueResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.core.registry.QueueRules;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.RegistryTable.Entry;
import io.longshore.queue.shell.db.RegistryTable.Kind;
import io.longshore.queue.shell.db.SubmittedTable;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.QueueWire;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queues behind the gate: each change is written at the next version and told to the scheduler in
 * the same transaction.
 */
final class QueueDesk {

  private final Arns arns;
  private final int cell;
  private final QueueRules rules;

  QueueDesk(Arns arns, int cell, Limits limits) {
    this.arns = arns;
    this.cell = cell;
    this.rules = new QueueRules(limits, arns);
  }

  Uni<Work.Done> create(CreateJobQueueRequest request, Tx tx) {
    return RegistryTable.all(tx, Kind.QUEUE)
        .map(rows -> rows.stream().filter(row -> !row.gone()).toList())
        .chain(
            present ->
                environments(tx)
                    .chain(
                        environments ->
                            RegistryTable.nextVersion(tx)
                                .chain(
                                    version ->
                                        create(request, present, environments, version, tx))));
  }

  private Uni<Work.Done> create(
      CreateJobQueueRequest request,
      List<Entry> present,
      Map<String, Environment> environments,
      long version,
      Tx tx) {
    boolean taken = present.stream().anyMatch(row -> row.name().equals(request.getJobQueueName()));
    return Desks.answer(
        rules.create(QueueWire.read(request), taken, present.size(), environments, version),
        made ->
            put(
                tx,
                QueueWire.write(request, made),
                made,
                CreateJobQueueResponse.newBuilder()
                    .setJobQueueArn(made.arn())
                    .setJobQueueName(made.name())
                    .build()));
  }

  Uni<Work.Done> update(UpdateJobQueueRequest request, Tx tx) {
    return change(
        request.getJobQueue(),
        tx,
        (stored, version) ->
            environments(tx)
                .chain(
                    environments ->
                        Desks.answer(
                            rules.update(
                                stored.queue(), QueueWire.read(request), environments, version),
                            changed -> update(request, stored, changed, tx))));
  }

  private Uni<Work.Done> update(
      UpdateJobQueueRequest request, StoredQueue stored, Queue changed, Tx tx) {
    var order = request.getComputeEnvironmentOrderList();
    return put(
        tx,
        QueueWire.write(stored.detail(), order, changed),
        changed,
        UpdateJobQueueResponse.newBuilder()
            .setJobQueueArn(changed.arn())
            .setJobQueueName(changed.name())
            .build());
  }

  /**
   * The scheduler ends the queue's jobs when it hears of this; {@link #finish} removes the queue
   * after them.
   */
  Uni<Work.Done> delete(String reference, Tx tx) {
    return change(
        reference,
        tx,
        (stored, version) ->
            Desks.answer(
                rules.delete(stored.queue(), version),
                deleting ->
                    put(
                        tx,
                        QueueWire.write(stored.detail(), List.of(), deleting),
                        deleting,
                        DeleteJobQueueResponse.getDefaultInstance())));
  }

  /** Removes a queue on its way out once none of its jobs is left. */
  Uni<Work.Done> finish(String name, Tx tx) {
    return RegistryTable.one(tx, Kind.QUEUE, name)
        .chain(
            row ->
                row.filter(r -> StoredQueue.of(r).queue().status() == EnvironmentStatus.DELETING)
                    .map(leaving -> finish(leaving, tx))
                    .orElseGet(Desks::nothing));
  }

  private static Uni<Work.Done> finish(Entry row, Tx tx) {
    return JobTable.busy(tx, row.arn())
        .chain(
            busy ->
                busy
                    ? Desks.nothing()
                    : RegistryTable.nextVersion(tx).chain(version -> remove(row, version, tx)));
  }

  private static Uni<Work.Done> remove(Entry row, long version, Tx tx) {
    var gone =
        new Entry(
            row.kind(), row.name(), row.arn(), version, row.settingsVersion(), true, row.detail());
    return RegistryTable.put(tx, gone)
        .chain(() -> SubmittedTable.forget(tx, row.arn()))
        .chain(Desks::nothing);
  }

  private static Uni<Map<String, Environment>> environments(Tx tx) {
    return Desks.environments(tx)
        .map(
            present -> {
              var byName = new HashMap<String, Environment>();
              present.forEach(e -> byName.put(e.environment().name(), e.environment()));
              return byName;
            });
  }

  /** What is done with a queue that is there, at its next version. */
  private interface Change {
    Uni<Work.Done> apply(StoredQueue present, long version);
  }

  private Uni<Work.Done> change(String reference, Tx tx, Change change) {
    return Desks.change(
        tx,
        Kind.QUEUE,
        arns.name(Arns.Kind.JOB_QUEUE, reference),
        new Refusal.NotFound("JobQueue", reference),
        (row, version) -> change.apply(StoredQueue.of(row), version));
  }

  private Uni<Work.Done> put(Tx tx, JobQueueDetail detail, Queue queue, Message answer) {
    boolean leaving = queue.status() == EnvironmentStatus.DELETING;
    var row =
        new Entry(
            Kind.QUEUE,
            queue.name(),
            queue.arn(),
            queue.version(),
            queue.version(),
            false,
            detail.toByteArray());
    var entry = CommandWire.entry(detail, queue.version(), cell, leaving);
    return RegistryTable.put(tx, row)
        .replaceWith(
            Work.Done.of(answer, new Step.Out(Ends.SCHEDULER, CommandWire.registry(entry))));
  }
}
