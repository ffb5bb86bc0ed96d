package io.longshore.cli;

import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.longshore.api.batch.v1.BatchServiceGrpc;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ContainerProperties;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateComputeEnvironmentResponse;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.CreateJobQueueResponse;
import io.longshore.api.batch.v1.DeleteComputeEnvironmentRequest;
import io.longshore.api.batch.v1.DeleteComputeEnvironmentResponse;
import io.longshore.api.batch.v1.DeleteJobQueueRequest;
import io.longshore.api.batch.v1.DeleteJobQueueResponse;
import io.longshore.api.batch.v1.DeregisterJobDefinitionRequest;
import io.longshore.api.batch.v1.DeregisterJobDefinitionResponse;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsResponse;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsResponse;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesResponse;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.ListTagsForResourceRequest;
import io.longshore.api.batch.v1.ListTagsForResourceResponse;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionResponse;
import io.longshore.api.batch.v1.TagResourceRequest;
import io.longshore.api.batch.v1.TagResourceResponse;
import io.longshore.api.batch.v1.UntagResourceRequest;
import io.longshore.api.batch.v1.UntagResourceResponse;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentResponse;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.api.batch.v1.UpdateJobQueueResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The half of the fake that holds queues, environments, definitions and tags. */
class FakeRegistry extends BatchServiceGrpc.BatchServiceImplBase {
  static final String ARN = "arn:aws:batch:us-east-1:000000000000:";

  final List<Object> asked = new ArrayList<>();
  final Map<String, JobQueueDetail> queues = new LinkedHashMap<>();
  final Map<String, ComputeEnvironmentDetail> environments = new LinkedHashMap<>();
  final Map<String, JobDefinition> definitions = new LinkedHashMap<>();
  final Map<String, String> tags = new LinkedHashMap<>();
  int failuresBeforeAnswers;

  FakeRegistry() {
    queues.put("main", queue("main", 10));
    definitions.put(
        "busybox:1",
        JobDefinition.newBuilder()
            .setJobDefinitionName("busybox")
            .setJobDefinitionArn(ARN + "job-definition/busybox:1")
            .setRevision(1)
            .setStatus("ACTIVE")
            .setType("container")
            .setContainerProperties(
                ContainerProperties.newBuilder().setImage("busybox").addCommand("true"))
            .build());
  }

  static JobQueueDetail queue(String name, int priority) {
    return JobQueueDetail.newBuilder()
        .setJobQueueName(name)
        .setJobQueueArn(ARN + "job-queue/" + name)
        .setState(JQState.JQ_STATE_ENABLED)
        .setStatus(JQStatus.JQ_STATUS_VALID)
        .setStatusReason("JobQueue Healthy")
        .setPriority(priority)
        .build();
  }

  /** The last request of a type. */
  <T> T last(Class<T> type) {
    return asked.reversed().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " was asked"));
  }

  final <T> void answer(Object request, StreamObserver<T> to, Supplier<T> how) {
    asked.add(request);
    try {
      if (failuresBeforeAnswers > 0) {
        failuresBeforeAnswers--;
        throw Status.UNAVAILABLE.withDescription("restarting").asRuntimeException();
      }
      T answer = how.get();
      to.onNext(answer);
      to.onCompleted();
    } catch (RuntimeException e) {
      to.onError(e);
    }
  }

  @Override
  public void createJobQueue(
      CreateJobQueueRequest request, StreamObserver<CreateJobQueueResponse> to) {
    answer(
        request,
        to,
        () -> {
          String name = request.getJobQueueName();
          if (queues.containsKey(name)) {
            throw Faults.fault(
                Code.ALREADY_EXISTS, "ALREADY_EXISTS", "Job queue " + name + " exists.");
          }
          queues.put(name, queue(name, request.getPriority()));
          return CreateJobQueueResponse.newBuilder()
              .setJobQueueName(name)
              .setJobQueueArn(ARN + "job-queue/" + name)
              .build();
        });
  }

  @Override
  public void updateJobQueue(
      UpdateJobQueueRequest request, StreamObserver<UpdateJobQueueResponse> to) {
    answer(
        request,
        to,
        () -> UpdateJobQueueResponse.newBuilder().setJobQueueName(request.getJobQueue()).build());
  }

  @Override
  public void deleteJobQueue(
      DeleteJobQueueRequest request, StreamObserver<DeleteJobQueueResponse> to) {
    answer(
        request,
        to,
        () -> {
          queues.remove(request.getJobQueue());
          return DeleteJobQueueResponse.getDefaultInstance();
        });
  }

  @Override
  public void describeJobQueues(
      DescribeJobQueuesRequest request, StreamObserver<DescribeJobQueuesResponse> to) {
    answer(
        request,
        to,
        () ->
            DescribeJobQueuesResponse.newBuilder()
                .addAllJobQueues(named(queues, request.getJobQueuesList()))
                .build());
  }

  private static <T> List<T> named(Map<String, T> all, List<String> names) {
    return names.isEmpty()
        ? List.copyOf(all.values())
        : names.stream().flatMap(name -> Stream.ofNullable(all.get(name))).toList();
  }

  @Override
  public void createComputeEnvironment(
      CreateComputeEnvironmentRequest request,
      StreamObserver<CreateComputeEnvironmentResponse> to) {
    answer(
        request,
        to,
        () -> {
          String name = request.getComputeEnvironmentName();
          environments.put(
              name,
              ComputeEnvironmentDetail.newBuilder()
                  .setComputeEnvironmentName(name)
                  .setType(request.getType())
                  .setState(request.getState())
                  .setStatus(
                      name.equals("broken") ? CEStatus.CE_STATUS_INVALID : CEStatus.CE_STATUS_VALID)
                  .setStatusReason(name.equals("broken") ? "no such cluster" : "")
                  .setComputeResources(request.getComputeResources())
                  .setEksConfiguration(request.getEksConfiguration())
                  .build());
          return CreateComputeEnvironmentResponse.newBuilder()
              .setComputeEnvironmentName(name)
              .build();
        });
  }

  @Override
  public void updateComputeEnvironment(
      UpdateComputeEnvironmentRequest request,
      StreamObserver<UpdateComputeEnvironmentResponse> to) {
    answer(
        request,
        to,
        () ->
            UpdateComputeEnvironmentResponse.newBuilder()
                .setComputeEnvironmentName(request.getComputeEnvironment())
                .build());
  }

  @Override
  public void deleteComputeEnvironment(
      DeleteComputeEnvironmentRequest request,
      StreamObserver<DeleteComputeEnvironmentResponse> to) {
    answer(
        request,
        to,
        () -> {
          environments.remove(request.getComputeEnvironment());
          return DeleteComputeEnvironmentResponse.getDefaultInstance();
        });
  }

  @Override
  public void describeComputeEnvironments(
      DescribeComputeEnvironmentsRequest request,
      StreamObserver<DescribeComputeEnvironmentsResponse> to) {
    answer(
        request,
        to,
        () ->
            DescribeComputeEnvironmentsResponse.newBuilder()
                .addAllComputeEnvironments(
                    named(environments, request.getComputeEnvironmentsList()))
                .build());
  }

  @Override
  public void registerJobDefinition(
      RegisterJobDefinitionRequest request, StreamObserver<RegisterJobDefinitionResponse> to) {
    answer(
        request,
        to,
        () ->
            RegisterJobDefinitionResponse.newBuilder()
                .setJobDefinitionName(request.getJobDefinitionName())
                .setRevision(2)
                .build());
  }

  @Override
  public void deregisterJobDefinition(
      DeregisterJobDefinitionRequest request, StreamObserver<DeregisterJobDefinitionResponse> to) {
    answer(request, to, DeregisterJobDefinitionResponse::getDefaultInstance);
  }

  @Override
  public void describeJobDefinitions(
      DescribeJobDefinitionsRequest request, StreamObserver<DescribeJobDefinitionsResponse> to) {
    answer(
        request,
        to,
        () ->
            DescribeJobDefinitionsResponse.newBuilder()
                .addAllJobDefinitions(
                    request.getJobDefinitionName().isEmpty()
                        ? named(definitions, request.getJobDefinitionsList())
                        : definitions.values().stream()
                            .filter(
                                one ->
                                    one.getJobDefinitionName()
                                        .equals(request.getJobDefinitionName()))
                            .toList())
                .build());
  }

  @Override
  public void tagResource(TagResourceRequest request, StreamObserver<TagResourceResponse> to) {
    answer(
        request,
        to,
        () -> {
          tags.putAll(request.getTagsMap());
          return TagResourceResponse.getDefaultInstance();
        });
  }

  @Override
  public void untagResource(
      UntagResourceRequest request, StreamObserver<UntagResourceResponse> to) {
    answer(
        request,
        to,
        () -> {
          request.getTagKeysList().forEach(tags::remove);
          return UntagResourceResponse.getDefaultInstance();
        });
  }

  @Override
  public void listTagsForResource(
      ListTagsForResourceRequest request, StreamObserver<ListTagsForResourceResponse> to) {
    answer(request, to, () -> ListTagsForResourceResponse.newBuilder().putAllTags(tags).build());
  }
}
