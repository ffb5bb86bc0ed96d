package io.longshore.placement.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.ContainerStatus;
import io.longshore.api.internal.v1.EndEvidence;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.NodeGone;
import io.longshore.api.internal.v1.PlacementReport;
import io.longshore.api.internal.v1.Resources;
import io.longshore.kit.core.Undecodable;
import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.desk.DeskStep;
import io.longshore.placement.core.node.NodeBook;
import io.longshore.placement.core.node.NodeReport;
import io.longshore.placement.core.observe.LaunchReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports to the scheduler, and the same messages as the ledger keeps them. */
public final class ReportsWire {

  private ReportsWire() {}

  /** A report as it is sent. */
  public static PlacementReport write(DeskStep.Out out, Instant now) {
    var report = PlacementReport.newBuilder();
    switch (out) {
      case DeskStep.Out.OfLaunch(var launch) -> report.setLaunch(write(launch));
      case DeskStep.Out.OfNode(NodeBook.News.Here(var node)) ->
          report.setNode(write(node).toBuilder().setAt(now.toEpochMilli()));
      case DeskStep.Out.OfNode(NodeBook.News.Gone(String name, String uid)) ->
          report.setNodeGone(
              NodeGone.newBuilder().setName(name).setUid(uid).setAt(now.toEpochMilli()));
    }
    return report.build();
  }

  /** Says of the launch that a command is about that it is held; none where that cannot be read. */
  public static List<PlacementReport> held(ByteString command, String reason) {
    LaunchCommand parsed = CommandsWire.parse(command);
    if (!parsed.hasStart()) {
      return List.of();
    }
    var report =
        io.longshore.api.internal.v1.LaunchReport.newBuilder()
            .setLaunch(parsed.getStart().getLaunch())
            .setPhase(LaunchPhase.LAUNCH_PHASE_STARTING)
            .setNodeName(parsed.getStart().getNodeName())
            .setReason("Quarantined")
            .setMessage(reason);
    return List.of(PlacementReport.newBuilder().setLaunch(report).build());
  }

  /** A launch's report. */
  public static io.longshore.api.internal.v1.LaunchReport write(LaunchReport r) {
    var out =
        io.longshore.api.internal.v1.LaunchReport.newBuilder()
            .setLaunch(LaunchKeys.write(r.launch()))
            .setPhase(phase(r.phase()))
            .setAt(r.at().toEpochMilli())
            .setPodName(r.pod().name())
            .setPodUid(r.pod().uid())
            .setPodNamespace(r.pod().namespace())
            .setNodeName(r.pod().node())
            .setReason(r.reason())
            .setMessage(r.message())
            .setEvidence(evidence(r.evidence()))
            .setHostLoss(r.hostLoss())
            .setStoppedOnRequest(r.stoppedOnRequest());
    if (r.startedAt() != null) {
      out.setStartedAt(r.startedAt().toEpochMilli());
    }
    if (r.stoppedAt() != null) {
      out.setStoppedAt(r.stoppedAt().toEpochMilli());
    }
    r.containers().forEach(c -> out.addContainers(container(c)));
    return out.build();
  }

  /** A launch's report as it was stored. */
  public static LaunchReport readLaunch(byte[] stored) {
    try {
      return read(io.longshore.api.internal.v1.LaunchReport.parseFrom(stored));
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("stored launch report", e);
    }
  }

  private static LaunchReport read(io.longshore.api.internal.v1.LaunchReport r) {
    return new LaunchReport(
        LaunchKeys.read(r.getLaunch()),
        phase(r.getPhase()),
        Instant.ofEpochMilli(r.getAt()),
        new LaunchReport.Pod(r.getPodNamespace(), r.getPodName(), r.getPodUid(), r.getNodeName()),
        r.hasStartedAt() ? Instant.ofEpochMilli(r.getStartedAt()) : null,
        r.hasStoppedAt() ? Instant.ofEpochMilli(r.getStoppedAt()) : null,
        r.getContainersList().stream().map(ReportsWire::container).toList(),
        r.getReason(),
        r.getMessage(),
        evidence(r.getEvidence()),
        r.getHostLoss(),
        r.getStoppedOnRequest());
  }

  private static ContainerStatus container(LaunchReport.Container c) {
    var status =
        ContainerStatus.newBuilder()
            .setName(c.name())
            .setInit(c.init())
            .setContainerId(c.id())
            .setReason(c.reason())
            .setMessage(c.message());
    Integer code = c.exitCode();
    return (code == null ? status : status.setExitCode(code)).build();
  }

  private static LaunchReport.Container container(ContainerStatus c) {
    @Nullable Integer code = c.hasExitCode() ? c.getExitCode() : null;
    return new LaunchReport.Container(
        c.getName(), c.getInit(), c.getContainerId(), code, c.getReason(), c.getMessage());
  }

  private static LaunchPhase phase(LaunchReport.Phase phase) {
    return switch (phase) {
      case STARTING -> LaunchPhase.LAUNCH_PHASE_STARTING;
      case RUNNING -> LaunchPhase.LAUNCH_PHASE_RUNNING;
      case VANISHED -> LaunchPhase.LAUNCH_PHASE_VANISHED;
      case ENDED -> LaunchPhase.LAUNCH_PHASE_ENDED;
    };
  }

  private static LaunchReport.Phase phase(LaunchPhase phase) {
    return switch (phase) {
      case LAUNCH_PHASE_STARTING -> LaunchReport.Phase.STARTING;
      case LAUNCH_PHASE_RUNNING -> LaunchReport.Phase.RUNNING;
      case LAUNCH_PHASE_VANISHED -> LaunchReport.Phase.VANISHED;
      case LAUNCH_PHASE_ENDED -> LaunchReport.Phase.ENDED;
      case LAUNCH_PHASE_UNSPECIFIED, UNRECOGNIZED ->
          throw new Undecodable("stored launch report", "phase " + phase);
    };
  }

  private static EndEvidence evidence(LaunchReport.Evidence evidence) {
    return switch (evidence) {
      case NONE -> EndEvidence.END_EVIDENCE_UNSPECIFIED;
      case CONTAINERS_TERMINATED -> EndEvidence.END_EVIDENCE_CONTAINERS_TERMINATED;
      case ADMISSION_REFUSED -> EndEvidence.END_EVIDENCE_ADMISSION_REFUSED;
      case NEVER_CREATED -> EndEvidence.END_EVIDENCE_NEVER_CREATED;
      case INVALID_POD -> EndEvidence.END_EVIDENCE_INVALID_POD;
    };
  }

  private static LaunchReport.Evidence evidence(EndEvidence evidence) {
    return switch (evidence) {
      case END_EVIDENCE_UNSPECIFIED -> LaunchReport.Evidence.NONE;
      case END_EVIDENCE_CONTAINERS_TERMINATED -> LaunchReport.Evidence.CONTAINERS_TERMINATED;
      case END_EVIDENCE_ADMISSION_REFUSED -> LaunchReport.Evidence.ADMISSION_REFUSED;
      case END_EVIDENCE_NEVER_CREATED -> LaunchReport.Evidence.NEVER_CREATED;
      case END_EVIDENCE_INVALID_POD -> LaunchReport.Evidence.INVALID_POD;
      case UNRECOGNIZED -> throw new Undecodable("stored launch report", "evidence " + evidence);
    };
  }

  /** A node's report, without a time. */
  public static io.longshore.api.internal.v1.NodeReport write(NodeReport n) {
    return io.longshore.api.internal.v1.NodeReport.newBuilder()
        .setName(n.name())
        .setUid(n.uid())
        .setInstanceId(n.instanceId())
        .setEnvironmentUuid(n.environmentUuid())
        .setReady(n.ready())
        .setSchedulable(n.schedulable())
        .setAllocatable(
            Resources.newBuilder()
                .setVcpuMillis(n.allocatable().vcpuMillis())
                .setMemoryBytes(n.allocatable().memoryBytes())
                .setGpus(n.allocatable().gpus())
                .putAllOther(n.allocatable().other()))
        .setMaxPods(n.maxPods())
        .putAllLabels(n.labels())
        .setArchitecture(n.architecture())
        .build();
  }

  /** A node's report as it was stored. */
  public static NodeReport readNode(byte[] stored) {
    try {
      var n = io.longshore.api.internal.v1.NodeReport.parseFrom(stored);
      Resources r = n.getAllocatable();
      return new NodeReport(
          n.getName(),
          n.getUid(),
          n.getInstanceId(),
          n.getEnvironmentUuid(),
          n.getReady(),
          n.getSchedulable(),
          new Amounts(r.getVcpuMillis(), r.getMemoryBytes(), r.getGpus(), r.getOtherMap()),
          n.getMaxPods(),
          n.getLabelsMap(),
          n.getArchitecture());
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("stored node report", e);
    }
  }
}
