package io.longshore.cli;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.longshore.api.batch.v1.CancelJobRequest;
import io.longshore.api.batch.v1.CancelJobResponse;
import io.longshore.api.batch.v1.CancelJobsRequest;
import io.longshore.api.batch.v1.CancelJobsResponse;
import io.longshore.api.batch.v1.ContainerDetail;
import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.api.batch.v1.DeclareNodeLostResponse;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.ExplainJobRequest;
import io.longshore.api.batch.v1.ExplainJobResponse;
import io.longshore.api.batch.v1.GetJobLogsRequest;
import io.longshore.api.batch.v1.GetJobLogsResponse;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.ListJobsResponse;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.api.batch.v1.TerminateJobRequest;
import io.longshore.api.batch.v1.TerminateJobResponse;
import io.longshore.api.batch.v1.TerminateJobsRequest;
import io.longshore.api.batch.v1.TerminateJobsResponse;
import io.longshore.api.batch.v1.WatchJobsEntryType;
import io.longshore.api.batch.v1.WatchJobsRequest;
import io.longshore.api.batch.v1.WatchJobsResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An API in memory that behaves as the real one where the command can see it. Jobs come on by one
 * status each time they are described; a command {@code exit N} ends with that code, {@code hang}
 * never ends. What was asked last is kept for tests to look at.
 */
final class FakeBatch extends FakeRegistry {

  final Map<String, JobDetail> jobs = new LinkedHashMap<>();
  ExplainJobResponse explanation = ExplainJobResponse.getDefaultInstance();
  List<GetJobLogsResponse> output = List.of();
  private int made;

  @Override
  public void submitJob(SubmitJobRequest request, StreamObserver<SubmitJobResponse> to) {
    answer(request, to, () -> submit(request));
  }

  private SubmitJobResponse submit(SubmitJobRequest request) {
    if (!queues.containsKey(Human.shortName(request.getJobQueue()))) {
      throw Faults.notFound("Job queue", request.getJobQueue());
    }
    if (request.hasArrayProperties() && request.getArrayProperties().getSize() < 2) {
      throw Faults.invalid("arrayProperties.size", "must be 2 to 10000");
    }
    made++;
    String id = String.format("%08d-0000-4000-8000-000000000000", made);
    var job =
        JobDetail.newBuilder()
            .setJobId(id)
            .setJobArn(ARN + "job/" + id)
            .setJobName(request.getJobName())
            .setJobQueue(ARN + "job-queue/" + request.getJobQueue())
            .setJobDefinition(ARN + "job-definition/" + request.getJobDefinition() + ":1")
            .setStatus(JobStatus.JOB_STATUS_SUBMITTED)
            .setCreatedAt(CommandLineFixture.NOW - 60_000)
            .setContainer(
                ContainerDetail.newBuilder()
                    .setImage("busybox")
                    .addAllCommand(request.getContainerOverrides().getCommandList()));
    if (request.hasArrayProperties()) {
      job.getArrayPropertiesBuilder().setSize(request.getArrayProperties().getSize());
    }
    jobs.put(id, job.build());
    return SubmitJobResponse.newBuilder()
        .setJobId(id)
        .setJobName(request.getJobName())
        .setJobArn(job.getJobArn())
        .build();
  }

  @Override
  public void describeJobs(DescribeJobsRequest request, StreamObserver<DescribeJobsResponse> to) {
    answer(
        request,
        to,
        () -> {
          if (request.getJobsCount() > 100) {
            throw Faults.invalid("jobs", "Maximum number of jobs supported is 100");
          }
          request.getJobsList().forEach(id -> jobs.computeIfPresent(id, (_, job) -> next(job)));
          return DescribeJobsResponse.newBuilder()
              .addAllJobs(
                  request.getJobsList().stream()
                      .flatMap(id -> Stream.ofNullable(jobs.get(id)))
                      .toList())
              .build();
        });
  }

  private static JobDetail next(JobDetail job) {
    var to = job.toBuilder();
    switch (job.getStatus()) {
      case JOB_STATUS_SUBMITTED -> to.setStatus(JobStatus.JOB_STATUS_RUNNABLE);
      case JOB_STATUS_RUNNABLE -> to.setStatus(JobStatus.JOB_STATUS_STARTING);
      case JOB_STATUS_STARTING ->
          to.setStatus(JobStatus.JOB_STATUS_RUNNING).setStartedAt(CommandLineFixture.NOW - 30_000);
      case JOB_STATUS_RUNNING -> end(job, to);
      default -> {}
    }
    return to.build();
  }

  private static void end(JobDetail job, JobDetail.Builder to) {
    String command = String.join(" ", job.getContainer().getCommandList());
    if (command.equals("hang")) {
      return;
    }
    to.setStoppedAt(CommandLineFixture.NOW);
    if (command.equals("vanish")) {
      to.setStatus(JobStatus.JOB_STATUS_FAILED)
          .setStatusReason("Host EC2 (instance i-1) terminated.");
      return;
    }
    int code = command.startsWith("exit ") ? Integer.parseInt(command.substring(5)) : 0;
    to.getContainerBuilder().setExitCode(code).setReason(code == 0 ? "Completed" : "Error");
    to.setStatus(code == 0 ? JobStatus.JOB_STATUS_SUCCEEDED : JobStatus.JOB_STATUS_FAILED);
    if (job.getArrayProperties().hasSize()) {
      to.getArrayPropertiesBuilder()
          .putStatusSummary(AwsJson.literal(to.getStatus()), job.getArrayProperties().getSize());
    }
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> to) {
    answer(request, to, () -> list(request));
  }

  private ListJobsResponse list(ListJobsRequest request) {
    var rows =
        jobs.values().stream()
            .filter(
                job -> request.getFiltersCount() > 0 || job.getStatus() == request.getJobStatus())
            .filter(job -> matches(request, job))
            .toList();
    int from = request.getNextToken().isEmpty() ? 0 : Integer.parseInt(request.getNextToken());
    int until = Math.min(rows.size(), from + request.getMaxResults());
    var answer = ListJobsResponse.newBuilder();
    rows.subList(from, until)
        .forEach(
            job ->
                answer
                    .addJobSummaryListBuilder()
                    .setJobId(job.getJobId())
                    .setJobName(job.getJobName())
                    .setStatus(job.getStatus())
                    .setCreatedAt(job.getCreatedAt())
                    .setJobQueue(job.getJobQueue()));
    if (until < rows.size()) {
      answer.setNextToken(String.valueOf(until));
    }
    return answer.build();
  }

  private static boolean matches(ListJobsRequest request, JobDetail job) {
    return request.getFiltersList().stream()
        .filter(filter -> filter.getName().equals("JOB_NAME"))
        .allMatch(filter -> filter.getValues(0).equals(job.getJobName()));
  }

  @Override
  public void cancelJob(CancelJobRequest request, StreamObserver<CancelJobResponse> to) {
    answer(request, to, CancelJobResponse::getDefaultInstance);
  }

  @Override
  public void cancelJobs(CancelJobsRequest request, StreamObserver<CancelJobsResponse> to) {
    answer(
        request,
        to,
        () -> CancelJobsResponse.newBuilder().addAllSuccessful(request.getJobsList()).build());
  }

  @Override
  public void terminateJob(TerminateJobRequest request, StreamObserver<TerminateJobResponse> to) {
    answer(request, to, TerminateJobResponse::getDefaultInstance);
  }

  @Override
  public void terminateJobs(
      TerminateJobsRequest request, StreamObserver<TerminateJobsResponse> to) {
    answer(
        request,
        to,
        () -> {
          var answer = TerminateJobsResponse.newBuilder();
          for (String job : request.getJobsList()) {
            if (job.startsWith("bad")) {
              answer
                  .addErrorsBuilder()
                  .setJob(job)
                  .setCode("ValidationException")
                  .setMessage("not an id");
            } else {
              answer.addSuccessful(job);
            }
          }
          return answer.build();
        });
  }

  @Override
  public void explainJob(ExplainJobRequest request, StreamObserver<ExplainJobResponse> to) {
    answer(request, to, () -> explanation);
  }

  @Override
  public void getJobLogs(GetJobLogsRequest request, StreamObserver<GetJobLogsResponse> to) {
    asked.add(request);
    if (output.isEmpty()) {
      to.onError(Faults.notFound("Job", request.getJobId()));
      return;
    }
    output.forEach(to::onNext);
    to.onCompleted();
  }

  static GetJobLogsResponse said(String container, String text) {
    return GetJobLogsResponse.newBuilder()
        .setContainer(container)
        .setChunk(ByteString.copyFromUtf8(text))
        .build();
  }

  @Override
  public void declareNodeLost(
      DeclareNodeLostRequest request, StreamObserver<DeclareNodeLostResponse> to) {
    answer(request, to, DeclareNodeLostResponse::getDefaultInstance);
  }

  @Override
  public void watchJobs(WatchJobsRequest request, StreamObserver<WatchJobsResponse> to) {
    asked.add(request);
    for (WatchJobsEntryType type :
        List.of(
            WatchJobsEntryType.WATCH_JOBS_ENTRY_TYPE_SNAPSHOT_END,
            WatchJobsEntryType.WATCH_JOBS_ENTRY_TYPE_BOOKMARK)) {
      to.onNext(WatchJobsResponse.newBuilder().setType(type).build());
    }
    to.onCompleted();
  }
}
