package io.longshore.queue.shell;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.RegistryTable.Kind;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Anything that carries tags: an environment, a queue, a revision of a definition, a job.
 *
 * @param tags what it carries
 * @param write replaces them in the transaction that it was found in
 */
record Tagged(Map<String, String> tags, Function<Map<String, String>, Uni<Void>> write) {

  /** What an ARN of this installation names; empty where there is no such thing. */
  static Uni<Optional<Tagged>> find(Arns.Resource resource, Arns arns, Tx tx) {
    String id = resource.id();
    return switch (resource.kind()) {
      case COMPUTE_ENVIRONMENT ->
          RegistryTable.one(tx, Kind.ENVIRONMENT, id)
              .map(row -> row.map(found -> environment(found, tx)));
      case JOB_QUEUE ->
          RegistryTable.one(tx, Kind.QUEUE, id).map(row -> row.map(found -> queue(found, tx)));
      case JOB_DEFINITION -> revision(id, arns, tx);
      case JOB -> job(id, tx);
      case SCHEDULING_POLICY -> nothing();
    };
  }

  private static Tagged environment(RegistryTable.Entry row, Tx tx) {
    var detail = Parse.of(ComputeEnvironmentDetail.parser(), row.detail());
    return new Tagged(
        detail.getTagsMap(),
        tags -> {
          var tagged = detail.toBuilder().clearTags().putAllTags(tags).build();
          return RegistryTable.put(tx, row.with(tagged.toByteArray()));
        });
  }

  private static Tagged queue(RegistryTable.Entry row, Tx tx) {
    var detail = Parse.of(JobQueueDetail.parser(), row.detail());
    return new Tagged(
        detail.getTagsMap(),
        tags -> {
          var tagged = detail.toBuilder().clearTags().putAllTags(tags).build();
          return RegistryTable.put(tx, row.with(tagged.toByteArray()));
        });
  }

  private static Uni<Optional<Tagged>> revision(String id, Arns arns, Tx tx) {
    var ref = arns.definitionRef(id);
    if (ref.isEmpty() || ref.get().revision().isEmpty()) {
      return nothing();
    }
    return DefinitionTable.one(tx, ref.get().name(), ref.get().revision().getAsInt())
        .map(row -> row.map(found -> revision(found, tx)));
  }

  private static Tagged revision(DefinitionTable.Revision row, Tx tx) {
    var detail = Parse.of(JobDefinition.parser(), row.detail());
    return new Tagged(
        detail.getTagsMap(),
        tags -> {
          var tagged = detail.toBuilder().clearTags().putAllTags(tags).build();
          return DefinitionTable.put(tx, row.with(tagged.toByteArray()));
        });
  }

  private static Uni<Optional<Tagged>> job(String id, Tx tx) {
    var job = JobId.parse(id).filter(JobId::whole);
    if (job.isEmpty()) {
      return nothing();
    }
    return JobTable.rows(tx, List.of(job.get()))
        .map(rows -> Optional.ofNullable(rows.get(job.get())).map(found -> job(found, tx)));
  }

  private static Tagged job(JobTable.JobRow row, Tx tx) {
    var detail = Parse.of(JobDetail.parser(), row.detail());
    return new Tagged(
        detail.getTagsMap(),
        tags -> {
          var tagged = detail.toBuilder().clearTags().putAllTags(tags).build();
          return JobTable.detail(tx, row.id().uuid(), tagged.toByteArray());
        });
  }

  private static Uni<Optional<Tagged>> nothing() {
    return Uni.createFrom().item(Optional.empty());
  }
}
