package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.EksContainer;
import io.longshore.api.batch.v1.EksContainerEnvironmentVariable;
import io.longshore.api.batch.v1.EksContainerResourceRequirements;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.EksProperties;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobsRequest;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many equal jobs of a second, each writing its id to a ledger as it starts. */
final class Bulk {

  private static final String NAME = "bulk";
  private static final int MAXIMUM_VCPUS = 32;
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(240);

  /** Appends in one write and syncs: a line is whole, and on disk, or it is not there. */
  private static final String PROGRAM =
      "echo $AWS_BATCH_JOB_ID | dd of=$LEDGER oflag=append conv=notrunc,fsync status=none"
          + " && exec sleep 1";

  private final Api api;
  private final Path ledger;

  Bulk(Api api, Path ledger) {
    this.api = api;
    this.ledger = ledger;
  }

  static StackSettings settings() {
    return new StackSettings(
        CommandProcess.root(),
        Map.of(),
        List.of("--boot-delay=1s..2s", "--launch-delay=100ms..200ms"));
  }

  /** An environment, a queue and a definition. */
  void prepare() {
    OnePool.create(api, NAME, MAXIMUM_VCPUS, "m6i.2xlarge");
    register();
  }

  /** Submits them and gives back their ids. */
  List<String> submit(int jobs) {
    var ids = new ArrayList<String>();
    for (int from = 0; from < jobs; from += BATCH) {
      var request = SubmitJobsRequest.newBuilder();
      for (int i = from; i < Math.min(jobs, from + BATCH); i++) {
        request.addEntries(
            SubmitJobRequest.newBuilder()
                .setJobName(NAME + "-" + i)
                .setJobQueue(NAME)
                .setJobDefinition(NAME)
                .setClientToken("token-" + i));
      }
      for (var result : api.calls().submitJobs(request.build()).getResultsList()) {
        assertThat(result.hasJob()).as(result.getError().getMessage()).isTrue();
        ids.add(result.getJob().getJobId());
      }
    }
    return ids;
  }

  /** How many are in a status. */
  int count(JobStatus status) {
    return api.list(
            ListJobsRequest.newBuilder()
                .setJobQueue(NAME)
                .setJobStatus(status)
                .setMaxResults(1000)
                .build())
        .size();
  }

  /** What the ledger says. */
  List<String> lines() throws IOException {
    return Files.readAllLines(ledger);
  }

  /** Returns once so many jobs have begun. */
  void awaitLines(int wanted) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(lines()).hasSizeGreaterThanOrEqualTo(wanted));
  }

  /** Returns once all of so many have SUCCEEDED. */
  void awaitSucceeded(int jobs) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(count(JobStatus.JOB_STATUS_SUCCEEDED)).isEqualTo(jobs));
  }

  private void register() {
    var container =
        EksContainer.newBuilder()
            .setName("main")
            .setImage("busybox")
            .addAllCommand(List.of("sh", "-c", PROGRAM))
            .addEnv(
                EksContainerEnvironmentVariable.newBuilder()
                    .setName("LEDGER")
                    .setValue(ledger.toString()))
            .setResources(
                EksContainerResourceRequirements.newBuilder()
                    .putLimits("cpu", "1")
                    .putLimits("memory", "64Mi"));
    var definition =
        RegisterJobDefinitionRequest.newBuilder()
            .setJobDefinitionName(NAME)
            .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER)
            .setEksProperties(
                EksProperties.newBuilder()
                    .setPodProperties(EksPodProperties.newBuilder().addContainers(container)));
    assertThat(api.calls().registerJobDefinition(definition.build()).getRevision()).isPositive();
  }
}
