package io.longshore.scheduler.shell;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.ContainerStatus;
import io.longshore.api.internal.v1.DependencyKind;
import io.longshore.api.internal.v1.EndEvidence;
import io.longshore.api.internal.v1.EnvironmentDemand;
import io.longshore.api.internal.v1.EnvironmentSettings;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.LaunchKey;
import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.LaunchReport;
import io.longshore.api.internal.v1.NodeReport;
import io.longshore.api.internal.v1.PlacementReport;
import io.longshore.api.internal.v1.QueueSettings;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.api.internal.v1.Resources;
import io.longshore.api.internal.v1.RetryRules;
import io.longshore.api.internal.v1.Shape;
import io.longshore.api.internal.v1.SubmitJobCommand;
import io.longshore.kit.testing.KafkaResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The scheduler's three neighbours, by hand, over real topics. */
final class Ring {
  static final String ENVIRONMENT = "arn:aws:batch:us-east-1:000000000000:compute-environment/ce";
  static final String QUEUE = "arn:aws:batch:us-east-1:000000000000:job-queue/q";
  static final List<String> TOPICS =
      List.of(
          "longshore.commands",
          "longshore.placement-reports",
          "longshore.capacity-reports",
          "longshore.job-changes",
          "longshore.capacity-demand",
          "longshore.launches.main");

  final Peer queue = new Peer("queue", "longshore.commands", "longshore.job-changes");
  final Peer capacity =
      new Peer("capacity", "longshore.capacity-reports", "longshore.capacity-demand");
  final Peer placement =
      new Peer("placement/main", "longshore.placement-reports", "longshore.launches.main");

  static void freshTopics() {
    for (var topic : TOPICS) {
      KafkaResource.recreate(1, topic);
    }
  }

  /** A managed environment of at most 16 vCPUs and a queue over it. */
  void register() {
    var environment =
        ComputeEnvironmentDetail.newBuilder()
            .setUuid("uuid-ce")
            .setType(CEType.CE_TYPE_MANAGED)
            .setState(CEState.CE_STATE_ENABLED)
            .setStatus(CEStatus.CE_STATUS_VALID)
            .setEksConfiguration(
                EksConfiguration.newBuilder().setEksClusterArn("main").setKubernetesNamespace("ns"))
            .setComputeResources(ComputeResource.newBuilder().setMaxVcpus(16));
    var queueDetail =
        JobQueueDetail.newBuilder()
            .setPriority(1)
            .addComputeEnvironmentOrder(
                ComputeEnvironmentOrder.newBuilder()
                    .setOrder(1)
                    .setComputeEnvironment(ENVIRONMENT));
    queue.send(
        registry(
            RegistryEntry.newBuilder()
                .setArn(ENVIRONMENT)
                .setVersion(1)
                .setEnvironment(EnvironmentSettings.newBuilder().setDetail(environment))),
        registry(
            RegistryEntry.newBuilder()
                .setArn(QUEUE)
                .setVersion(2)
                .setQueue(QueueSettings.newBuilder().setDetail(queueDetail))));
  }

  private static Command registry(RegistryEntry.Builder entry) {
    return Command.newBuilder().setRegistry(entry).build();
  }

  void submit(String id) {
    queue.send(submission(id).build());
  }

  /**
   * A submission that queue-service would never send: the core cannot stand so many dependencies.
   */
  void submitPoison(String id) {
    var command = submission(id);
    for (var i = 0; i < 40; i++) {
      command
          .getSubmitBuilder()
          .addDependsOnBuilder()
          .setJobId(id)
          .setArrayIndex(i)
          .setKind(DependencyKind.DEPENDENCY_KIND_JOB);
    }
    queue.send(command.build());
  }

  private static Command.Builder submission(String id) {
    return Command.newBuilder()
        .setSubmit(
            SubmitJobCommand.newBuilder()
                .setJobId(id)
                .setJobName("name of " + id)
                .setJobQueueArn(QUEUE)
                .setCreatedAt(1)
                .setShape(Shape.newBuilder().setRequests(resources(1)))
                .setRetry(RetryRules.newBuilder().setAttempts(1))
                .setPodTemplate(ByteString.copyFromUtf8("template of " + id)));
  }

  static Resources resources(int cpus) {
    return Resources.newBuilder().setVcpuMillis(cpus * 1000L).setMemoryBytes(1 << 20).build();
  }

  void joins(String node, int cpus) {
    placement.send(
        PlacementReport.newBuilder()
            .setNode(
                NodeReport.newBuilder()
                    .setName(node)
                    .setUid("uid-" + node)
                    .setInstanceId("i-" + node)
                    .setEnvironmentUuid("uuid-ce")
                    .setReady(true)
                    .setSchedulable(true)
                    .setAllocatable(resources(cpus))
                    .setMaxPods(100))
            .build());
  }

  void runs(LaunchKey launch) {
    placement.send(report(launch, LaunchPhase.LAUNCH_PHASE_RUNNING).build());
  }

  void exits(LaunchKey launch, int code) {
    var report = report(launch, LaunchPhase.LAUNCH_PHASE_ENDED);
    report
        .getLaunchBuilder()
        .setEvidence(EndEvidence.END_EVIDENCE_CONTAINERS_TERMINATED)
        .setStoppedAt(2)
        .addContainers(ContainerStatus.newBuilder().setName("main").setExitCode(code));
    placement.send(report.build());
  }

  private static PlacementReport.Builder report(LaunchKey launch, LaunchPhase phase) {
    return PlacementReport.newBuilder()
        .setLaunch(
            LaunchReport.newBuilder().setLaunch(launch).setPhase(phase).setAt(1).setPodUid("p"));
  }

  List<JobChange> changes(String id) {
    return queue.received().stream()
        .map(bytes -> parse(JobChange.parser(), bytes))
        .filter(c -> c.getJobId().equals(id))
        .toList();
  }

  JobChange awaitState(String id, JobState state) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> changes(id).stream().filter(c -> c.getState() == state).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  List<LaunchCommand> launches() {
    return placement.received().stream()
        .map(bytes -> parse(LaunchCommand.parser(), bytes))
        .toList();
  }

  LaunchKey awaitStart(String id) {
    return await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                launches().stream()
                    .filter(c -> c.hasStart() && c.getStart().getLaunch().getJobId().equals(id))
                    .map(c -> c.getStart().getLaunch())
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  EnvironmentDemand demand() {
    var body = capacity.statements().getOrDefault(ENVIRONMENT, ByteString.EMPTY);
    return parse(EnvironmentDemand.parser(), body);
  }

  private static <M> M parse(Parser<M> parser, ByteString bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
