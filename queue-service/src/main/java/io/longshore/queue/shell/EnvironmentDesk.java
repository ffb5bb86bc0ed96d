package io.longshore.queue.shell;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateComputeEnvironmentResponse;
import io.longshore.api.batch.v1.DeleteComputeEnvironmentResponse;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.registry.Conditions;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.core.registry.EnvironmentRules;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.RegistryTable.Entry;
import io.longshore.queue.shell.db.RegistryTable.Kind;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.EnvironmentWire;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Environments behind the gate: each change is written at the next version and told to the
 * scheduler in the same transaction.
 */
final class EnvironmentDesk {

  private final Arns arns;
  private final int cell;
  private final EnvironmentRules rules;

  EnvironmentDesk(Arns arns, int cell, Limits limits) {
    this.arns = arns;
    this.cell = cell;
    this.rules = new EnvironmentRules(limits, arns);
  }

  Uni<Work.Done> create(CreateComputeEnvironmentRequest request, String uuid, Tx tx) {
    return Desks.environments(tx)
        .chain(
            present ->
                RegistryTable.nextVersion(tx)
                    .chain(
                        version -> create(request, others(request, present), uuid, version, tx)));
  }

  private static EnvironmentRules.Others others(
      CreateComputeEnvironmentRequest request, List<StoredEnvironment> present) {
    String name = request.getComputeEnvironmentName();
    String cluster = request.getEksConfiguration().getEksClusterArn();
    var environments = present.stream().map(StoredEnvironment::environment).toList();
    return new EnvironmentRules.Others(
        environments.stream().anyMatch(e -> e.name().equals(name)),
        environments.size(),
        (int) environments.stream().filter(e -> e.cluster().equals(cluster)).count());
  }

  private Uni<Work.Done> create(
      CreateComputeEnvironmentRequest request,
      EnvironmentRules.Others others,
      String uuid,
      long version,
      Tx tx) {
    return Desks.answer(
        rules.create(EnvironmentWire.read(request), others, uuid, version),
        made ->
            put(
                tx,
                EnvironmentWire.write(request, made),
                made,
                CreateComputeEnvironmentResponse.newBuilder()
                    .setComputeEnvironmentArn(made.arn())
                    .setComputeEnvironmentName(made.name())
                    .build()));
  }

  Uni<Work.Done> update(UpdateComputeEnvironmentRequest request, Tx tx) {
    return change(
        request.getComputeEnvironment(),
        tx,
        (stored, version) -> {
          var merged = EnvironmentWire.merge(stored.detail(), request);
          var verdict =
              rules.update(
                  stored.environment(),
                  EnvironmentWire.read(request, merged),
                  merged == null ? null : EnvironmentWire.resources(merged),
                  version);
          return Desks.answer(
              verdict,
              changed ->
                  put(
                      tx,
                      EnvironmentWire.write(stored.detail(), request, merged, changed),
                      changed,
                      UpdateComputeEnvironmentResponse.newBuilder()
                          .setComputeEnvironmentArn(changed.arn())
                          .setComputeEnvironmentName(changed.name())
                          .build()));
        });
  }

  Uni<Work.Done> delete(String reference, Tx tx) {
    return change(
        reference,
        tx,
        (stored, version) ->
            used(stored.environment(), tx)
                .chain(
                    used ->
                        Desks.answer(
                            rules.delete(stored.environment(), used, version),
                            deleted ->
                                put(
                                    tx,
                                    EnvironmentWire.write(stored.detail(), deleted),
                                    deleted,
                                    DeleteComputeEnvironmentResponse.getDefaultInstance()))));
  }

  private static Uni<Boolean> used(Environment environment, Tx tx) {
    return RegistryTable.all(tx, Kind.QUEUE)
        .map(
            rows ->
                rows.stream()
                    .filter(row -> !row.gone())
                    .map(row -> StoredQueue.of(row).queue())
                    .anyMatch(queue -> queue.environments().contains(environment.arn())));
  }

  /** Derives an environment's status anew from what the other services say of it. */
  Uni<Work.Done> judge(String name, Conditions conditions, Tx tx) {
    return RegistryTable.one(tx, Kind.ENVIRONMENT, name)
        .chain(
            row ->
                row.map(present -> judge(StoredEnvironment.of(present), conditions, tx))
                    .orElseGet(Desks::nothing));
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
                                .map(Desks::told))
                    .orElseGet(Desks::nothing));
  }

  /** What is done with an environment that is there, at its next version. */
  private interface Change {
    Uni<Work.Done> apply(StoredEnvironment present, long version);
  }

  private Uni<Work.Done> change(String reference, Tx tx, Change change) {
    return Desks.change(
        tx,
        Kind.ENVIRONMENT,
        arns.name(Arns.Kind.COMPUTE_ENVIRONMENT, reference),
        new Refusal.NotFound("ComputeEnvironment", reference),
        (row, version) -> change.apply(StoredEnvironment.of(row), version));
  }

  private Uni<Work.Done> put(
      Tx tx, ComputeEnvironmentDetail detail, Environment environment, Message answer) {
    return put(tx, detail, environment).map(message -> Work.Done.of(answer, message));
  }

  private Uni<Step.Out> put(Tx tx, ComputeEnvironmentDetail detail, Environment environment) {
    boolean gone = environment.status() == EnvironmentStatus.DELETED;
    boolean leaving = environment.status().leaving();
    var row =
        new Entry(
            Kind.ENVIRONMENT,
            environment.name(),
            environment.arn(),
            environment.version(),
            environment.settingsVersion(),
            gone,
            detail.toByteArray());
    var entry = CommandWire.entry(detail, environment.version(), cell, leaving);
    return RegistryTable.put(tx, row)
        .replaceWith(new Step.Out(Ends.SCHEDULER, CommandWire.registry(entry)));
  }
}
