package io.longshore.queue.shell;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateComputeEnvironmentResponse;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.CreateJobQueueResponse;
import io.longshore.api.batch.v1.DeleteComputeEnvironmentResponse;
import io.longshore.api.batch.v1.DeleteJobQueueResponse;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentResponse;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.api.batch.v1.UpdateJobQueueResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.registry.Conditions;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.core.registry.EnvironmentRules;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.core.registry.QueueRules;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.RegistryTable.Entry;
import io.longshore.queue.shell.db.RegistryTable.Kind;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.EnvironmentWire;
import io.longshore.queue.wire.QueueWire;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Environments and queues behind the gate: each change is written at the next version and told to
 * the scheduler in the same transaction.
 */
final class RegistryDesk {

  private final Arns arns;
  private final int cell;
  private final EnvironmentRules environments;
  private final QueueRules queues;

  RegistryDesk(Arns arns, int cell, Limits limits) {
    this.arns = arns;
    this.cell = cell;
    this.environments = new EnvironmentRules(limits, arns);
    this.queues = new QueueRules(limits, arns);
  }

  /** An environment as it is stored. */
  record StoredEnvironment(ComputeEnvironmentDetail detail, Environment environment) {

    static StoredEnvironment of(Entry row) {
      var detail = Parse.of(ComputeEnvironmentDetail.parser(), row.detail());
      return new StoredEnvironment(
          detail, EnvironmentWire.read(detail, row.version(), row.settingsVersion()));
    }
  }

  Uni<Work.Done> create(CreateComputeEnvironmentRequest request, String uuid, Tx tx) {
    return RegistryTable.all(tx, Kind.ENVIRONMENT)
        .chain(
            rows -> {
              var present =
                  rows.stream().filter(r -> !r.gone()).map(StoredEnvironment::of).toList();
              String cluster = request.getEksConfiguration().getEksClusterArn();
              var others =
                  new EnvironmentRules.Others(
                      present.stream()
                          .anyMatch(
                              e ->
                                  e.environment()
                                      .name()
                                      .equals(request.getComputeEnvironmentName())),
                      present.size(),
                      (int)
                          present.stream()
                              .filter(e -> e.environment().cluster().equals(cluster))
                              .count());
              return RegistryTable.nextVersion(tx)
                  .chain(
                      version ->
                          answer(
                              environments.create(
                                  EnvironmentWire.read(request), others, uuid, version),
                              made ->
                                  put(tx, EnvironmentWire.write(request, made), made)
                                      .map(
                                          message ->
                                              Work.Done.of(
                                                  CreateComputeEnvironmentResponse.newBuilder()
                                                      .setComputeEnvironmentArn(made.arn())
                                                      .setComputeEnvironmentName(made.name())
                                                      .build(),
                                                  message))));
            });
  }

  Uni<Work.Done> update(UpdateComputeEnvironmentRequest request, Tx tx) {
    return environment(
        request.getComputeEnvironment(),
        tx,
        (stored, version) -> {
          var merged = EnvironmentWire.merge(stored.detail(), request);
          var verdict =
              environments.update(
                  stored.environment(),
                  EnvironmentWire.read(request, merged),
                  merged == null ? null : EnvironmentWire.resources(merged),
                  version);
          return answer(
              verdict,
              changed ->
                  put(tx, EnvironmentWire.write(stored.detail(), request, merged, changed), changed)
                      .map(
                          message ->
                              Work.Done.of(
                                  UpdateComputeEnvironmentResponse.newBuilder()
                                      .setComputeEnvironmentArn(changed.arn())
                                      .setComputeEnvironmentName(changed.name())
                                      .build(),
                                  message)));
        });
  }

  Uni<Work.Done> deleteEnvironment(String reference, Tx tx) {
    return environment(
        reference,
        tx,
        (stored, version) ->
            RegistryTable.all(tx, Kind.QUEUE)
                .chain(
                    rows -> {
                      boolean used =
                          rows.stream()
                              .filter(r -> !r.gone())
                              .anyMatch(
                                  r ->
                                      queue(r).environments().contains(stored.environment().arn()));
                      return answer(
                          environments.delete(stored.environment(), used, version),
                          deleted ->
                              put(tx, EnvironmentWire.write(stored.detail(), deleted), deleted)
                                  .map(
                                      message ->
                                          Work.Done.of(
                                              DeleteComputeEnvironmentResponse.getDefaultInstance(),
                                              message)));
                    }));
  }

  /** Derives an environment's status anew from what the other services say of it. */
  Uni<Work.Done> judge(String name, Conditions conditions, Tx tx) {
    return RegistryTable.one(tx, Kind.ENVIRONMENT, name)
        .chain(
            row ->
                row.isEmpty()
                    ? Uni.createFrom().item(nothing())
                    : judge(StoredEnvironment.of(row.get()), conditions, tx));
  }

  private Uni<Work.Done> judge(StoredEnvironment stored, Conditions conditions, Tx tx) {
    return RegistryTable.nextVersion(tx)
        .chain(
            version ->
                conditions
                    .derive(stored.environment(), version)
                    .map(
                        judged ->
                            put(tx, EnvironmentWire.write(stored.detail(), judged), judged)
                                .map(message -> new Work.Done(List.of(), List.of(message))))
                    .orElseGet(() -> Uni.createFrom().item(nothing())));
  }

  private static Work.Done nothing() {
    return new Work.Done(List.of(), List.of());
  }

  Uni<Work.Done> create(CreateJobQueueRequest request, Tx tx) {
    return RegistryTable.all(tx, Kind.QUEUE)
        .chain(
            rows -> {
              var present = rows.stream().filter(r -> !r.gone()).toList();
              boolean taken =
                  present.stream().anyMatch(r -> r.name().equals(request.getJobQueueName()));
              return known(tx)
                  .chain(
                      known ->
                          RegistryTable.nextVersion(tx)
                              .chain(
                                  version ->
                                      answer(
                                          queues.create(
                                              QueueWire.read(request),
                                              taken,
                                              present.size(),
                                              known,
                                              version),
                                          made ->
                                              put(tx, QueueWire.write(request, made), made)
                                                  .map(
                                                      message ->
                                                          Work.Done.of(
                                                              CreateJobQueueResponse.newBuilder()
                                                                  .setJobQueueArn(made.arn())
                                                                  .setJobQueueName(made.name())
                                                                  .build(),
                                                              message)))));
            });
  }

  Uni<Work.Done> update(UpdateJobQueueRequest request, Tx tx) {
    return queue(
        request.getJobQueue(),
        tx,
        (row, version) ->
            known(tx)
                .chain(
                    known ->
                        answer(
                            queues.update(queue(row), QueueWire.read(request), known, version),
                            changed ->
                                put(
                                        tx,
                                        QueueWire.write(
                                            detail(row),
                                            request.getComputeEnvironmentOrderList(),
                                            changed),
                                        changed)
                                    .map(
                                        message ->
                                            Work.Done.of(
                                                UpdateJobQueueResponse.newBuilder()
                                                    .setJobQueueArn(changed.arn())
                                                    .setJobQueueName(changed.name())
                                                    .build(),
                                                message)))));
  }

  /**
   * The scheduler ends the queue's jobs when it hears of this; {@link #finish} removes the queue
   * after them.
   */
  Uni<Work.Done> deleteQueue(String reference, Tx tx) {
    return queue(
        reference,
        tx,
        (row, version) ->
            answer(
                queues.delete(queue(row), version),
                deleting ->
                    put(tx, QueueWire.write(detail(row), List.of(), deleting), deleting)
                        .map(
                            message ->
                                Work.Done.of(
                                    DeleteJobQueueResponse.getDefaultInstance(), message))));
  }

  /** Removes a queue on its way out once none of its jobs is left. */
  Uni<Work.Done> finish(String name, Tx tx) {
    return RegistryTable.one(tx, Kind.QUEUE, name)
        .chain(
            row -> {
              if (row.isEmpty() || queue(row.get()).status() != EnvironmentStatus.DELETING) {
                return Uni.createFrom().item(nothing());
              }
              return JobTable.busy(tx, row.get().arn())
                  .chain(
                      busy ->
                          busy
                              ? Uni.createFrom().item(nothing())
                              : RegistryTable.nextVersion(tx)
                                  .chain(version -> remove(row.get(), version, tx)));
            });
  }

  private static Uni<Work.Done> remove(Entry row, long version, Tx tx) {
    return RegistryTable.put(
            tx,
            new Entry(
                row.kind(),
                row.name(),
                row.arn(),
                version,
                row.settingsVersion(),
                true,
                row.detail()))
        .replaceWith(RegistryDesk::nothing);
  }

  // --- what the rows say ------------------------------------------------------------------------

  static Queue queue(Entry row) {
    return QueueWire.read(detail(row), row.version());
  }

  static JobQueueDetail detail(Entry row) {
    return Parse.of(JobQueueDetail.parser(), row.detail());
  }

  private static Uni<Map<String, Environment>> known(Tx tx) {
    return RegistryTable.all(tx, Kind.ENVIRONMENT)
        .map(
            rows -> {
              var known = new HashMap<String, Environment>();
              rows.stream()
                  .filter(r -> !r.gone())
                  .map(r -> StoredEnvironment.of(r).environment())
                  .forEach(e -> known.put(e.name(), e));
              return known;
            });
  }

  /** What is done with a thing that is there, at its next version. */
  private interface Change<T> {
    Uni<Work.Done> apply(T present, long version);
  }

  private Uni<Work.Done> environment(String reference, Tx tx, Change<StoredEnvironment> change) {
    return find(
        Kind.ENVIRONMENT,
        Arns.Kind.COMPUTE_ENVIRONMENT,
        "ComputeEnvironment",
        reference,
        tx,
        (row, version) -> change.apply(StoredEnvironment.of(row), version));
  }

  private Uni<Work.Done> queue(String reference, Tx tx, Change<Entry> change) {
    return find(Kind.QUEUE, Arns.Kind.JOB_QUEUE, "JobQueue", reference, tx, change);
  }

  private Uni<Work.Done> find(
      Kind kind, Arns.Kind arn, String word, String reference, Tx tx, Change<Entry> change) {
    var refused = Work.Done.of(Verdict.refuse(new Refusal.NotFound(word, reference)));
    return arns.name(arn, reference)
        .map(
            name ->
                RegistryTable.one(tx, kind, name)
                    .chain(
                        row ->
                            row.isEmpty()
                                ? Uni.createFrom().item(refused)
                                : RegistryTable.nextVersion(tx)
                                    .chain(version -> change.apply(row.get(), version))))
        .orElseGet(() -> Uni.createFrom().item(refused));
  }

  private static <T> Uni<Work.Done> answer(
      Verdict<T> verdict, Function<T, Uni<Work.Done>> accepted) {
    return switch (verdict) {
      case Verdict.Accepted<T>(var value) -> accepted.apply(value);
      case Verdict.Refused<T>(var why) -> Uni.createFrom().item(Work.Done.of(Verdict.refuse(why)));
    };
  }

  private Uni<Step.Out> put(Tx tx, ComputeEnvironmentDetail detail, Environment environment) {
    boolean gone = environment.status() == EnvironmentStatus.DELETED;
    var row =
        new Entry(
            Kind.ENVIRONMENT,
            environment.name(),
            environment.arn(),
            environment.version(),
            environment.settingsVersion(),
            gone,
            detail.toByteArray());
    var message =
        new Step.Out(
            Ends.SCHEDULER,
            CommandWire.registry(
                CommandWire.entry(
                    detail,
                    environment.version(),
                    cell,
                    environment.status() == EnvironmentStatus.DELETING || gone)));
    return RegistryTable.put(tx, row).replaceWith(message);
  }

  private Uni<Step.Out> put(Tx tx, JobQueueDetail detail, Queue queue) {
    var row =
        new Entry(
            Kind.QUEUE,
            queue.name(),
            queue.arn(),
            queue.version(),
            queue.version(),
            false,
            detail.toByteArray());
    var message =
        new Step.Out(
            Ends.SCHEDULER,
            CommandWire.registry(
                CommandWire.entry(
                    detail, queue.version(), cell, queue.status() == EnvironmentStatus.DELETING)));
    return RegistryTable.put(tx, row).replaceWith(message);
  }
}
