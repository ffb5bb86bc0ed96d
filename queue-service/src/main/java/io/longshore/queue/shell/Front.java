package io.longshore.queue.shell;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.CancelJobRequest;
import io.longshore.api.batch.v1.CancelJobResponse;
import io.longshore.api.batch.v1.CancelJobsRequest;
import io.longshore.api.batch.v1.CancelJobsResponse;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.api.batch.v1.DeclareNodeLostResponse;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobsRequest;
import io.longshore.api.batch.v1.TagResourceRequest;
import io.longshore.api.batch.v1.TerminateJobRequest;
import io.longshore.api.batch.v1.TerminateJobResponse;
import io.longshore.api.batch.v1.TerminateJobsRequest;
import io.longshore.api.batch.v1.TerminateJobsResponse;
import io.longshore.api.batch.v1.UntagResourceRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Step;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.EndRequest;
import io.longshore.queue.shell.db.ClusterTable;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.Members;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Every request that changes something, from the call to the gate. */
public final class Front {

  /** Whoever calls, until callers are authenticated. */
  private static final String ANYONE = "anyone";

  private final Limits limits;
  private final Members members;
  private final EnvironmentDesk environments;
  private final QueueDesk queues;
  private final CatalogDesk catalog;
  private final TagDesk tags;
  private final Intake.Door door;

  /** The desks behind the gate. */
  record Parts(EnvironmentDesk environments, QueueDesk queues, CatalogDesk catalog, TagDesk tags) {}

  Front(Limits limits, Members members, Parts parts, Intake.Door door) {
    this.limits = limits;
    this.members = members;
    this.environments = parts.environments();
    this.queues = parts.queues();
    this.catalog = parts.catalog();
    this.tags = parts.tags();
    this.door = door;
  }

  private Uni<Verdict<Message>> checked(Message request, Work.Other work) {
    return checked(members.check(request), work);
  }

  private Uni<Verdict<Message>> checked(Optional<Refusal> refusal, Work.Other work) {
    return refusal
        .map(r -> Uni.createFrom().item(Verdict.<Message>refuse(r)))
        .orElseGet(() -> door.one(work));
  }

  /** SubmitJob. */
  public Uni<Verdict<Message>> submit(SubmitJobRequest request) {
    return door.one(new Work.Submit(ANYONE, List.of(entry(request))));
  }

  private static Work.SubmitEntry entry(SubmitJobRequest request) {
    return new Work.SubmitEntry(request, UUID.randomUUID().toString());
  }

  /** SubmitJobs: a verdict for each entry, or why there is none. */
  public Uni<Verdict<List<Verdict<Message>>>> submit(SubmitJobsRequest request) {
    var jobs = limits.jobs();
    // What an entry holds is that entry's own fault.
    var unknown = Members.unknown(request.toBuilder().clearEntries().build());
    if (unknown.isPresent()) {
      return refuse(unknown.get());
    }
    if (request.getEntriesCount() == 0) {
      return refuse(new Refusal.Invalid("entries", "entries are required."));
    }
    if (request.getEntriesCount() > jobs.entries()) {
      return refuse(new Refusal.TooMany("entries", "entries", jobs.entries()));
    }
    if (request.getSerializedSize() > jobs.batchBytes()) {
      return refuse(new Refusal.TooMany("entries", "bytes in all", jobs.batchBytes()));
    }
    var entries = request.getEntriesList().stream().map(Front::entry).toList();
    return door.many(new Work.Submit(ANYONE, entries)).map(Verdict::accept);
  }

  private static <T> Uni<Verdict<T>> refuse(Refusal refusal) {
    return Uni.createFrom().item(Verdict.refuse(refusal));
  }

  /** CancelJob. */
  public Uni<Verdict<Message>> cancel(CancelJobRequest request) {
    return checked(
        EndRequest.check(request.getJobId(), request.getReason(), limits.jobs()),
        (tx, _) ->
            catalog.end(
                List.of(request.getJobId()),
                CancelJobResponse.getDefaultInstance(),
                id -> CommandWire.cancel(id, request.getReason()),
                tx));
  }

  /** CancelJobs. */
  public Uni<Verdict<Message>> cancel(CancelJobsRequest request) {
    return checked(
        EndRequest.check(request.getJobsList(), request.getReason(), limits.jobs()),
        (tx, _) ->
            catalog.end(
                request.getJobsList(),
                CancelJobsResponse.newBuilder().addAllSuccessful(request.getJobsList()).build(),
                id -> CommandWire.cancel(id, request.getReason()),
                tx));
  }

  /** TerminateJob. */
  public Uni<Verdict<Message>> terminate(TerminateJobRequest request) {
    return checked(
        EndRequest.check(request.getJobId(), request.getReason(), limits.jobs()),
        (tx, _) ->
            catalog.end(
                List.of(request.getJobId()),
                TerminateJobResponse.getDefaultInstance(),
                id -> CommandWire.terminate(id, request.getReason()),
                tx));
  }

  /** TerminateJobs. */
  public Uni<Verdict<Message>> terminate(TerminateJobsRequest request) {
    return checked(
        EndRequest.check(request.getJobsList(), request.getReason(), limits.jobs()),
        (tx, _) ->
            catalog.end(
                request.getJobsList(),
                TerminateJobsResponse.newBuilder().addAllSuccessful(request.getJobsList()).build(),
                id -> CommandWire.terminate(id, request.getReason()),
                tx));
  }

  /** RegisterJobDefinition. */
  public Uni<Verdict<Message>> register(RegisterJobDefinitionRequest request) {
    return checked(request, (tx, _) -> catalog.register(request, tx));
  }

  /** DeregisterJobDefinition. */
  public Uni<Verdict<Message>> deregister(String reference) {
    return door.one((Work.Other) (tx, _) -> catalog.deregister(reference, tx));
  }

  /** CreateComputeEnvironment. */
  public Uni<Verdict<Message>> create(CreateComputeEnvironmentRequest request) {
    String uuid = UUID.randomUUID().toString();
    return checked(request, (tx, _) -> environments.create(request, uuid, tx));
  }

  /** UpdateComputeEnvironment. */
  public Uni<Verdict<Message>> update(UpdateComputeEnvironmentRequest request) {
    return checked(request, (tx, _) -> environments.update(request, tx));
  }

  /** DeleteComputeEnvironment. */
  public Uni<Verdict<Message>> deleteEnvironment(String reference) {
    return door.one((Work.Other) (tx, _) -> environments.delete(reference, tx));
  }

  /** CreateJobQueue. */
  public Uni<Verdict<Message>> create(CreateJobQueueRequest request) {
    return checked(request, (tx, _) -> queues.create(request, tx));
  }

  /** UpdateJobQueue. */
  public Uni<Verdict<Message>> update(UpdateJobQueueRequest request) {
    return checked(request, (tx, _) -> queues.update(request, tx));
  }

  /** DeleteJobQueue. */
  public Uni<Verdict<Message>> deleteQueue(String reference) {
    return door.one((Work.Other) (tx, _) -> queues.delete(reference, tx));
  }

  /** TagResource. */
  public Uni<Verdict<Message>> tag(TagResourceRequest request) {
    return door.one((Work.Other) (tx, _) -> tags.tag(request, tx));
  }

  /** UntagResource. */
  public Uni<Verdict<Message>> untag(UntagResourceRequest request) {
    return door.one((Work.Other) (tx, _) -> tags.untag(request, tx));
  }

  /** DeclareNodeLost. */
  public Uni<Verdict<Message>> nodeLost(DeclareNodeLostRequest request) {
    if (request.getNodeName().isEmpty()
        && request.getInstanceId().isEmpty()
        && request.getNodeUid().isEmpty()) {
      return refuse(
          new Refusal.Invalid("nodeName", "nodeName, instanceId or nodeUid is required."));
    }
    return door.one(
        (Work.Other)
            (tx, _) ->
                ClusterTable.all(tx)
                    .map(
                        known ->
                            known.containsKey(request.getCluster())
                                ? Work.Done.of(
                                    DeclareNodeLostResponse.getDefaultInstance(),
                                    new Step.Out(Ends.SCHEDULER, CommandWire.nodeLost(request)))
                                : Work.Done.of(
                                    Verdict.refuse(
                                        new Refusal.NotFound("Cluster", request.getCluster())))));
  }
}
