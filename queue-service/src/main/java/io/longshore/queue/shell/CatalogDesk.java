package io.longshore.queue.shell;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.DeregisterJobDefinitionResponse;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobQueueDetail;
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
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.wire.DefinitionWire;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Job definitions, tags, and the end of jobs, behind the gate. */
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
      return refuse(verdict.refusal().get());
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
      return refuse(
          new Refusal.Invalid("jobDefinition", "jobDefinition is name:revision or an ARN"));
    }
    return DefinitionTable.one(tx, ref.get().name(), ref.get().revision().getAsInt())
        .chain(
            found -> {
              if (found.isEmpty()) {
                return refuse(new Refusal.NotFound("JobDefinition", reference));
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
   * Cancels or terminates. Unknown and ended jobs are no error, as on AWS.
   *
   * @param command the command for a job that has not ended
   */
  Uni<Work.Done> end(List<String> ids, Message answer, Function<JobId, ByteString> command, Tx tx) {
    var parsed = ids.stream().flatMap(id -> JobId.parse(id).stream()).distinct().toList();
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

  /** Changes the tags of a queue, environment, definition or job. */
  Uni<Work.Done> tags(
      String arn,
      Function<Map<String, String>, Verdict<Map<String, String>>> change,
      Message answer,
      Tx tx) {
    var resource = arns.parse(arn);
    if (resource.isEmpty()) {
      return refuse(
          new Refusal.Invalid("resourceArn", "resourceArn is an ARN of this installation"));
    }
    String id = resource.get().id();
    return switch (resource.get().kind()) {
      case COMPUTE_ENVIRONMENT ->
          registry(RegistryTable.Kind.ENVIRONMENT, id, arn, change, answer, tx);
      case JOB_QUEUE -> registry(RegistryTable.Kind.QUEUE, id, arn, change, answer, tx);
      case JOB_DEFINITION -> definition(id, arn, change, answer, tx);
      case JOB -> job(id, arn, change, answer, tx);
      case SCHEDULING_POLICY -> refuse(new Refusal.NotFound("Resource", arn));
    };
  }

  private Uni<Work.Done> registry(
      RegistryTable.Kind kind,
      String name,
      String arn,
      Function<Map<String, String>, Verdict<Map<String, String>>> change,
      Message answer,
      Tx tx) {
    return RegistryTable.one(tx, kind, name)
        .chain(
            found -> {
              if (found.isEmpty()) {
                return refuse(new Refusal.NotFound("Resource", arn));
              }
              var row = found.get();
              boolean environment = kind == RegistryTable.Kind.ENVIRONMENT;
              var tags =
                  environment
                      ? Parse.of(ComputeEnvironmentDetail.parser(), row.detail()).getTagsMap()
                      : Parse.of(JobQueueDetail.parser(), row.detail()).getTagsMap();
              BiFunction<byte[], Map<String, String>, byte[]> tagged =
                  environment ? CatalogDesk::tagEnvironment : CatalogDesk::tagQueue;
              return apply(
                  change.apply(tags),
                  answer,
                  after ->
                      RegistryTable.put(
                          tx,
                          new RegistryTable.Entry(
                              kind,
                              row.name(),
                              row.arn(),
                              row.version(),
                              row.settingsVersion(),
                              false,
                              tagged.apply(row.detail(), after))));
            });
  }

  private static byte[] tagEnvironment(byte[] detail, Map<String, String> tags) {
    return Parse.of(ComputeEnvironmentDetail.parser(), detail).toBuilder()
        .clearTags()
        .putAllTags(tags)
        .build()
        .toByteArray();
  }

  private static byte[] tagQueue(byte[] detail, Map<String, String> tags) {
    return Parse.of(JobQueueDetail.parser(), detail).toBuilder()
        .clearTags()
        .putAllTags(tags)
        .build()
        .toByteArray();
  }

  private Uni<Work.Done> definition(
      String id,
      String arn,
      Function<Map<String, String>, Verdict<Map<String, String>>> change,
      Message answer,
      Tx tx) {
    var ref = arns.definitionRef(id);
    if (ref.isEmpty() || ref.get().revision().isEmpty()) {
      return refuse(new Refusal.NotFound("Resource", arn));
    }
    return DefinitionTable.one(tx, ref.get().name(), ref.get().revision().getAsInt())
        .chain(
            found -> {
              if (found.isEmpty()) {
                return refuse(new Refusal.NotFound("Resource", arn));
              }
              var detail = Parse.of(JobDefinition.parser(), found.get().detail());
              return apply(
                  change.apply(detail.getTagsMap()),
                  answer,
                  after ->
                      DefinitionTable.put(
                          tx,
                          new DefinitionTable.Revision(
                              found.get().name(),
                              found.get().revision(),
                              found.get().active(),
                              detail.toBuilder()
                                  .clearTags()
                                  .putAllTags(after)
                                  .build()
                                  .toByteArray())));
            });
  }

  private Uni<Work.Done> job(
      String id,
      String arn,
      Function<Map<String, String>, Verdict<Map<String, String>>> change,
      Message answer,
      Tx tx) {
    var job = JobId.parse(id).filter(JobId::whole);
    if (job.isEmpty()) {
      return refuse(new Refusal.NotFound("Resource", arn));
    }
    return JobTable.rows(tx, List.of(job.get()))
        .chain(
            rows -> {
              var row = rows.get(job.get());
              if (row == null) {
                return refuse(new Refusal.NotFound("Resource", arn));
              }
              var detail = Parse.of(JobDetail.parser(), row.detail());
              return apply(
                  change.apply(detail.getTagsMap()),
                  answer,
                  after ->
                      JobTable.detail(
                          tx,
                          job.get().uuid(),
                          detail.toBuilder().clearTags().putAllTags(after).build().toByteArray()));
            });
  }

  private static Uni<Work.Done> apply(
      Verdict<Map<String, String>> verdict,
      Message answer,
      Function<Map<String, String>, Uni<Void>> write) {
    return switch (verdict) {
      case Verdict.Accepted<Map<String, String>>(var tags) ->
          write.apply(tags).replaceWith(() -> Work.Done.of(answer));
      case Verdict.Refused<Map<String, String>>(var why) -> refuse(why);
    };
  }

  private static Uni<Work.Done> refuse(Refusal refusal) {
    return Uni.createFrom().item(Work.Done.of(Verdict.refuse(refusal)));
  }
}
