package io.longshore.queue.shell;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.longshore.api.batch.v1.DeregisterJobDefinitionResponse;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.wire.DefinitionWire;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Job definitions and wishes to end jobs, behind the gate. */
final class CatalogDesk {

  private final Arns arns;
  private final Limits limits;

  CatalogDesk(Arns arns, Limits limits) {
    this.arns = arns;
    this.limits = limits;
  }

  Uni<Work.Done> register(RegisterJobDefinitionRequest request, Tx tx) {
    var verdict = DefinitionWire.read(request).check(limits);
    if (verdict.refusal().isPresent()) {
      return Desks.refuse(verdict.refusal().get());
    }
    String name = request.getJobDefinitionName();
    return DefinitionTable.nextRevision(tx, name)
        .chain(
            revision -> {
              String arn = arns.definition(name, revision);
              var detail = DefinitionWire.write(request, arn, revision);
              return DefinitionTable.put(
                      tx, new DefinitionTable.Revision(name, revision, true, detail.toByteArray()))
                  .replaceWith(
                      () ->
                          Work.Done.of(
                              RegisterJobDefinitionResponse.newBuilder()
                                  .setJobDefinitionArn(arn)
                                  .setJobDefinitionName(name)
                                  .setRevision(revision)
                                  .build()));
            });
  }

  Uni<Work.Done> deregister(String reference, Tx tx) {
    var ref = arns.definitionRef(reference);
    if (ref.isEmpty() || ref.get().revision().isEmpty()) {
      return Desks.refuse(
          new Refusal.Invalid("jobDefinition", "jobDefinition is name:revision or an ARN"));
    }
    return DefinitionTable.one(tx, ref.get().name(), ref.get().revision().getAsInt())
        .chain(
            found -> {
              if (found.isEmpty()) {
                return Desks.refuse(new Refusal.NotFound("JobDefinition", reference));
              }
              var detail =
                  Parse.of(JobDefinition.parser(), found.get().detail()).toBuilder()
                      .setStatus("INACTIVE")
                      .build();
              return DefinitionTable.put(
                      tx,
                      new DefinitionTable.Revision(
                          found.get().name(), found.get().revision(), false, detail.toByteArray()))
                  .replaceWith(
                      () -> Work.Done.of(DeregisterJobDefinitionResponse.getDefaultInstance()));
            });
  }

  /**
   * Cancels or terminates. Unknown and ended jobs are no error, as on AWS; a node of a multi-node
   * job is unknown, because there are none yet.
   *
   * @param command the command for a job that has not ended
   */
  Uni<Work.Done> end(List<String> ids, Message answer, Function<JobId, ByteString> command, Tx tx) {
    var parsed =
        ids.stream()
            .flatMap(id -> JobId.parse(id).stream())
            .filter(id -> id.node() == null)
            .distinct()
            .toList();
    var wanted = new ArrayList<>(parsed);
    parsed.stream().filter(id -> !id.whole()).map(id -> JobId.of(id.uuid())).forEach(wanted::add);
    return JobTable.rows(tx, wanted)
        .map(
            rows -> {
              var messages = new ArrayList<Step.Out>();
              for (JobId id : parsed) {
                var row = rows.getOrDefault(id, rows.get(JobId.of(id.uuid())));
                if (row != null && !JobStatus.of(row.status()).isFinal()) {
                  messages.add(new Step.Out(Ends.SCHEDULER, command.apply(id)));
                }
              }
              return new Work.Done(List.of(Verdict.accept(answer)), List.copyOf(messages));
            });
  }
}
