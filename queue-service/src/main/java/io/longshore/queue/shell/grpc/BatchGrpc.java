package io.longshore.queue.shell.grpc;

import io.longshore.api.batch.v1.BatchService;
import io.longshore.api.batch.v1.CancelJobRequest;
import io.longshore.api.batch.v1.CancelJobResponse;
import io.longshore.api.batch.v1.CancelJobsRequest;
import io.longshore.api.batch.v1.CancelJobsResponse;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateComputeEnvironmentResponse;
import io.longshore.api.batch.v1.CreateConsumableResourceRequest;
import io.longshore.api.batch.v1.CreateConsumableResourceResponse;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.CreateJobQueueResponse;
import io.longshore.api.batch.v1.CreateQuotaShareRequest;
import io.longshore.api.batch.v1.CreateQuotaShareResponse;
import io.longshore.api.batch.v1.CreateSchedulingPolicyRequest;
import io.longshore.api.batch.v1.CreateSchedulingPolicyResponse;
import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.api.batch.v1.DeclareNodeLostResponse;
import io.longshore.api.batch.v1.DeleteComputeEnvironmentRequest;
import io.longshore.api.batch.v1.DeleteComputeEnvironmentResponse;
import io.longshore.api.batch.v1.DeleteConsumableResourceRequest;
import io.longshore.api.batch.v1.DeleteConsumableResourceResponse;
import io.longshore.api.batch.v1.DeleteJobQueueRequest;
import io.longshore.api.batch.v1.DeleteJobQueueResponse;
import io.longshore.api.batch.v1.DeleteQuotaShareRequest;
import io.longshore.api.batch.v1.DeleteQuotaShareResponse;
import io.longshore.api.batch.v1.DeleteSchedulingPolicyRequest;
import io.longshore.api.batch.v1.DeleteSchedulingPolicyResponse;
import io.longshore.api.batch.v1.DeregisterJobDefinitionRequest;
import io.longshore.api.batch.v1.DeregisterJobDefinitionResponse;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsResponse;
import io.longshore.api.batch.v1.DescribeConsumableResourceRequest;
import io.longshore.api.batch.v1.DescribeConsumableResourceResponse;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsResponse;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesResponse;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.DescribeQuotaShareRequest;
import io.longshore.api.batch.v1.DescribeQuotaShareResponse;
import io.longshore.api.batch.v1.DescribeSchedulingPoliciesRequest;
import io.longshore.api.batch.v1.DescribeSchedulingPoliciesResponse;
import io.longshore.api.batch.v1.ExplainJobRequest;
import io.longshore.api.batch.v1.ExplainJobResponse;
import io.longshore.api.batch.v1.GetJobLogsRequest;
import io.longshore.api.batch.v1.GetJobLogsResponse;
import io.longshore.api.batch.v1.GetJobQueueSnapshotRequest;
import io.longshore.api.batch.v1.GetJobQueueSnapshotResponse;
import io.longshore.api.batch.v1.ListConsumableResourcesRequest;
import io.longshore.api.batch.v1.ListConsumableResourcesResponse;
import io.longshore.api.batch.v1.ListJobsByConsumableResourceRequest;
import io.longshore.api.batch.v1.ListJobsByConsumableResourceResponse;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.ListJobsResponse;
import io.longshore.api.batch.v1.ListQuotaSharesRequest;
import io.longshore.api.batch.v1.ListQuotaSharesResponse;
import io.longshore.api.batch.v1.ListSchedulingPoliciesRequest;
import io.longshore.api.batch.v1.ListSchedulingPoliciesResponse;
import io.longshore.api.batch.v1.ListTagsForResourceRequest;
import io.longshore.api.batch.v1.ListTagsForResourceResponse;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionResponse;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.api.batch.v1.SubmitJobsRequest;
import io.longshore.api.batch.v1.SubmitJobsResponse;
import io.longshore.api.batch.v1.TagResourceRequest;
import io.longshore.api.batch.v1.TagResourceResponse;
import io.longshore.api.batch.v1.TerminateJobRequest;
import io.longshore.api.batch.v1.TerminateJobResponse;
import io.longshore.api.batch.v1.TerminateJobsRequest;
import io.longshore.api.batch.v1.TerminateJobsResponse;
import io.longshore.api.batch.v1.UntagResourceRequest;
import io.longshore.api.batch.v1.UntagResourceResponse;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentResponse;
import io.longshore.api.batch.v1.UpdateConsumableResourceRequest;
import io.longshore.api.batch.v1.UpdateConsumableResourceResponse;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.api.batch.v1.UpdateJobQueueResponse;
import io.longshore.api.batch.v1.UpdateQuotaShareRequest;
import io.longshore.api.batch.v1.UpdateQuotaShareResponse;
import io.longshore.api.batch.v1.UpdateSchedulingPolicyRequest;
import io.longshore.api.batch.v1.UpdateSchedulingPolicyResponse;
import io.longshore.api.batch.v1.WatchJobsRequest;
import io.longshore.api.batch.v1.WatchJobsResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.queue.shell.Answers;
import io.longshore.queue.shell.Front;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The public API: one line an operation. */
@GrpcService
class BatchGrpc implements BatchService {

  private final Front front;
  private final Answers answers;
  private final Questions questions;

  BatchGrpc(Front front, Answers answers, Questions questions) {
    this.front = front;
    this.answers = answers;
    this.questions = questions;
  }

  @Override
  public Uni<SubmitJobResponse> submitJob(SubmitJobRequest request) {
    return Reply.of(front.submit(request), SubmitJobResponse.class);
  }

  @Override
  public Uni<CancelJobResponse> cancelJob(CancelJobRequest request) {
    return Reply.of(request, front::cancel, CancelJobResponse.class);
  }

  @Override
  public Uni<CancelJobsResponse> cancelJobs(CancelJobsRequest request) {
    return Reply.of(request, front::cancel, CancelJobsResponse.class);
  }

  @Override
  public Uni<TerminateJobResponse> terminateJob(TerminateJobRequest request) {
    return Reply.of(request, front::terminate, TerminateJobResponse.class);
  }

  @Override
  public Uni<TerminateJobsResponse> terminateJobs(TerminateJobsRequest request) {
    return Reply.of(request, front::terminate, TerminateJobsResponse.class);
  }

  @Override
  public Uni<RegisterJobDefinitionResponse> registerJobDefinition(
      RegisterJobDefinitionRequest request) {
    return Reply.of(request, front::register, RegisterJobDefinitionResponse.class);
  }

  @Override
  public Uni<DeregisterJobDefinitionResponse> deregisterJobDefinition(
      DeregisterJobDefinitionRequest request) {
    return Reply.of(
        request,
        r -> front.deregister(r.getJobDefinition()),
        DeregisterJobDefinitionResponse.class);
  }

  @Override
  public Uni<CreateJobQueueResponse> createJobQueue(CreateJobQueueRequest request) {
    return Reply.of(request, front::create, CreateJobQueueResponse.class);
  }

  @Override
  public Uni<UpdateJobQueueResponse> updateJobQueue(UpdateJobQueueRequest request) {
    return Reply.of(request, front::update, UpdateJobQueueResponse.class);
  }

  @Override
  public Uni<DeleteJobQueueResponse> deleteJobQueue(DeleteJobQueueRequest request) {
    return Reply.of(request, r -> front.deleteQueue(r.getJobQueue()), DeleteJobQueueResponse.class);
  }

  @Override
  public Uni<CreateComputeEnvironmentResponse> createComputeEnvironment(
      CreateComputeEnvironmentRequest request) {
    return Reply.of(request, front::create, CreateComputeEnvironmentResponse.class);
  }

  @Override
  public Uni<UpdateComputeEnvironmentResponse> updateComputeEnvironment(
      UpdateComputeEnvironmentRequest request) {
    return Reply.of(request, front::update, UpdateComputeEnvironmentResponse.class);
  }

  @Override
  public Uni<DeleteComputeEnvironmentResponse> deleteComputeEnvironment(
      DeleteComputeEnvironmentRequest request) {
    return Reply.of(
        request,
        r -> front.deleteEnvironment(r.getComputeEnvironment()),
        DeleteComputeEnvironmentResponse.class);
  }

  @Override
  public Uni<TagResourceResponse> tagResource(TagResourceRequest request) {
    return Reply.of(request, front::tag, TagResourceResponse.class);
  }

  @Override
  public Uni<UntagResourceResponse> untagResource(UntagResourceRequest request) {
    return Reply.of(request, front::untag, UntagResourceResponse.class);
  }

  @Override
  public Uni<DeclareNodeLostResponse> declareNodeLost(DeclareNodeLostRequest request) {
    return Reply.of(request, front::nodeLost, DeclareNodeLostResponse.class);
  }

  @Override
  public Uni<DescribeJobsResponse> describeJobs(DescribeJobsRequest request) {
    return Reply.of(request, answers::describe);
  }

  @Override
  public Uni<ListJobsResponse> listJobs(ListJobsRequest request) {
    return Reply.of(request, answers::list);
  }

  @Override
  public Uni<DescribeJobDefinitionsResponse> describeJobDefinitions(
      DescribeJobDefinitionsRequest request) {
    return Reply.of(request, answers::definitions);
  }

  @Override
  public Uni<DescribeJobQueuesResponse> describeJobQueues(DescribeJobQueuesRequest request) {
    return Reply.of(request, answers::queues);
  }

  @Override
  public Uni<DescribeComputeEnvironmentsResponse> describeComputeEnvironments(
      DescribeComputeEnvironmentsRequest request) {
    return Reply.of(request, answers::environments);
  }

  @Override
  public Uni<ListTagsForResourceResponse> listTagsForResource(ListTagsForResourceRequest request) {
    return Reply.of(request, r -> answers.tags(r.getResourceArn()));
  }

  @Override
  public Uni<SubmitJobsResponse> submitJobs(SubmitJobsRequest request) {
    return Reply.of(front.submit(request)).map(Reply::results);
  }

  @Override
  public Uni<ExplainJobResponse> explainJob(ExplainJobRequest request) {
    return questions.explain(request);
  }

  @Override
  public Multi<GetJobLogsResponse> getJobLogs(GetJobLogsRequest request) {
    return Reply.stream(request, questions::logs);
  }

  @Override
  public Multi<WatchJobsResponse> watchJobs(WatchJobsRequest request) {
    return Multi.createFrom().failure(Refusals.exception(new Refusal.Unimplemented("WatchJobs")));
  }

  @Override
  public Uni<CreateSchedulingPolicyResponse> createSchedulingPolicy(
      CreateSchedulingPolicyRequest request) {
    return Reply.notYet("CreateSchedulingPolicy");
  }

  @Override
  public Uni<UpdateSchedulingPolicyResponse> updateSchedulingPolicy(
      UpdateSchedulingPolicyRequest request) {
    return Reply.notYet("UpdateSchedulingPolicy");
  }

  @Override
  public Uni<DeleteSchedulingPolicyResponse> deleteSchedulingPolicy(
      DeleteSchedulingPolicyRequest request) {
    return Reply.notYet("DeleteSchedulingPolicy");
  }

  @Override
  public Uni<DescribeSchedulingPoliciesResponse> describeSchedulingPolicies(
      DescribeSchedulingPoliciesRequest request) {
    return Reply.notYet("DescribeSchedulingPolicies");
  }

  @Override
  public Uni<ListSchedulingPoliciesResponse> listSchedulingPolicies(
      ListSchedulingPoliciesRequest request) {
    return Reply.notYet("ListSchedulingPolicies");
  }

  @Override
  public Uni<CreateConsumableResourceResponse> createConsumableResource(
      CreateConsumableResourceRequest request) {
    return Reply.notYet("CreateConsumableResource");
  }

  @Override
  public Uni<UpdateConsumableResourceResponse> updateConsumableResource(
      UpdateConsumableResourceRequest request) {
    return Reply.notYet("UpdateConsumableResource");
  }

  @Override
  public Uni<DeleteConsumableResourceResponse> deleteConsumableResource(
      DeleteConsumableResourceRequest request) {
    return Reply.notYet("DeleteConsumableResource");
  }

  @Override
  public Uni<DescribeConsumableResourceResponse> describeConsumableResource(
      DescribeConsumableResourceRequest request) {
    return Reply.notYet("DescribeConsumableResource");
  }

  @Override
  public Uni<ListConsumableResourcesResponse> listConsumableResources(
      ListConsumableResourcesRequest request) {
    return Reply.notYet("ListConsumableResources");
  }

  @Override
  public Uni<ListJobsByConsumableResourceResponse> listJobsByConsumableResource(
      ListJobsByConsumableResourceRequest request) {
    return Reply.notYet("ListJobsByConsumableResource");
  }

  @Override
  public Uni<CreateQuotaShareResponse> createQuotaShare(CreateQuotaShareRequest request) {
    return Reply.notYet("CreateQuotaShare");
  }

  @Override
  public Uni<UpdateQuotaShareResponse> updateQuotaShare(UpdateQuotaShareRequest request) {
    return Reply.notYet("UpdateQuotaShare");
  }

  @Override
  public Uni<DeleteQuotaShareResponse> deleteQuotaShare(DeleteQuotaShareRequest request) {
    return Reply.notYet("DeleteQuotaShare");
  }

  @Override
  public Uni<DescribeQuotaShareResponse> describeQuotaShare(DescribeQuotaShareRequest request) {
    return Reply.notYet("DescribeQuotaShare");
  }

  @Override
  public Uni<ListQuotaSharesResponse> listQuotaShares(ListQuotaSharesRequest request) {
    return Reply.notYet("ListQuotaShares");
  }

  @Override
  public Uni<GetJobQueueSnapshotResponse> getJobQueueSnapshot(GetJobQueueSnapshotRequest request) {
    return Reply.notYet("GetJobQueueSnapshot");
  }
}
