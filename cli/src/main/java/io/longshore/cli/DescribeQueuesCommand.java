package io.longshore.cli;

import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesResponse;
import io.longshore.api.batch.v1.GetJobQueueSnapshotRequest;
import io.longshore.api.batch.v1.GetJobQueueSnapshotResponse;
import io.longshore.api.batch.v1.JobQueueDetail;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** DescribeJobQueues, or GetJobQueueSnapshot of one queue. */
@Command(
    name = "queues",
    aliases = {"queue", "job-queues"},
    description = "Shows job queues (DescribeJobQueues), all of them where none is named.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore describe queues",
      "  longshore describe queues main -o json",
      "  longshore describe queues main --snapshot"
    })
final class DescribeQueuesCommand extends Subcommand {
  @Parameters(arity = "0..*", paramLabel = "QUEUE", description = "Names or ARNs.")
  private List<String> queues = new ArrayList<>();

  @Option(
      names = "--snapshot",
      description = "The jobs at the front of one queue (GetJobQueueSnapshot).")
  private boolean snapshot;

  @Mixin private Output output = new Output();

  DescribeQueuesCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    if (snapshot) {
      return front();
    }
    Pages<JobQueueDetail> found = Pages.all("", this::page);
    output.print(
        longshore(),
        DescribeJobQueuesResponse.newBuilder().addAllJobQueues(found.rows()).build(),
        () -> RegistryViews.queues(found.rows()),
        () -> found.rows().stream().map(JobQueueDetail::getJobQueueName).toList());
    return DescribeCommand.tellMissing(
        longshore(),
        "queue",
        queues,
        asked ->
            found.rows().stream()
                .anyMatch(
                    one ->
                        one.getJobQueueName().equals(asked) || one.getJobQueueArn().equals(asked)));
  }

  private Pages<JobQueueDetail> page(String token) {
    var request = DescribeJobQueuesRequest.newBuilder().addAllJobQueues(queues);
    if (!token.isEmpty()) {
      request.setNextToken(token);
    }
    var answer = longshore().call().describeJobQueues(request.build());
    return new Pages<>(answer.getJobQueuesList(), answer.getNextToken());
  }

  private int front() {
    if (queues.size() != 1) {
      throw usage("--snapshot shows one queue");
    }
    GetJobQueueSnapshotResponse answer =
        longshore()
            .call()
            .getJobQueueSnapshot(
                GetJobQueueSnapshotRequest.newBuilder().setJobQueue(queues.getFirst()).build());
    output.print(
        longshore(),
        answer,
        () -> RegistryViews.snapshot(answer, new Human(longshore().world())),
        () ->
            answer.getFrontOfQueue().getJobsList().stream()
                .map(job -> Human.shortName(job.getJobArn()))
                .toList());
    return ExitCode.OK;
  }
}
