package io.longshore.standalone.demo;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.longshore.api.batch.v1.BatchServiceGrpc;
import io.longshore.api.batch.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobSummary;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.SubmitJobRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The public gRPC API, as any client sees it. */
public final class Api implements AutoCloseable {

  private static final int PAGE = 100;
  private static final int DEADLINE_SECONDS = 20;

  private final ManagedChannel channel;

  /** Connects when it is first used. */
  public Api(String endpoint) {
    this.channel = NettyChannelBuilder.forTarget(endpoint).usePlaintext().build();
  }

  /** Calls that give up after a while. */
  public BatchServiceBlockingStub calls() {
    return BatchServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Queues one job and returns its id. */
  public String submit(SubmitJobRequest job) {
    return calls().submitJob(job).getJobId();
  }

  /** Describes jobs, in any number. */
  public List<JobDetail> describe(Collection<String> ids) {
    var found = new ArrayList<JobDetail>();
    var all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += PAGE) {
      var page = all.subList(from, Math.min(from + PAGE, all.size()));
      found.addAll(
          calls()
              .describeJobs(DescribeJobsRequest.newBuilder().addAllJobs(page).build())
              .getJobsList());
    }
    return found;
  }

  /**
   * Describes one job.
   *
   * @throws IllegalStateException where it is unknown
   */
  public JobDetail describe(String id) {
    return describe(List.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("job " + id + " is unknown"));
  }

  /** Lists all pages. */
  public List<JobSummary> list(ListJobsRequest request) {
    var found = new ArrayList<JobSummary>();
    var next = request;
    while (true) {
      var page = calls().listJobs(next);
      found.addAll(page.getJobSummaryListList());
      if (!page.hasNextToken()) {
        return found;
      }
      next = request.toBuilder().setNextToken(page.getNextToken()).build();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
