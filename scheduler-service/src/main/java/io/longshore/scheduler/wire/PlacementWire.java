package io.longshore.scheduler.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.EndEvidence;
import io.longshore.api.internal.v1.LaunchReport;
import io.longshore.api.internal.v1.NodeReport;
import io.longshore.api.internal.v1.PlacementReport;
import io.longshore.kit.core.Undecodable;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.Pod;
import io.longshore.scheduler.core.round.Input;

/** What placement-service reports. */
public final class PlacementWire {
  private PlacementWire() {}

  /**
   * Throws {@link Undecodable} where the bytes are no report.
   *
   * @param cluster short name of the cluster that it comes from
   */
  public static Input read(String cluster, ByteString bytes) {
    try {
      var m = PlacementReport.parseFrom(bytes);
      return switch (m.getReportCase()) {
        case LAUNCH -> launch(cluster, m.getLaunch());
        case NODE -> node(cluster, m.getNode());
        case NODE_GONE -> new Input.NodeVanished(cluster, new NodeUid(m.getNodeGone().getUid()));
        case REPORT_NOT_SET -> throw new IllegalArgumentException("a report of an unknown kind");
      };
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new Undecodable("a placement report", e);
    }
  }

  private static Input launch(String cluster, LaunchReport m) {
    var launch = CommonWire.read(m.getLaunch());
    var pod = new Pod(m.getPodUid(), m.getPodNamespace(), m.getReason(), m.getMessage());
    var containers = CommonWire.read(m.getContainersList());
    return switch (m.getPhase()) {
      case LAUNCH_PHASE_STARTING -> new Input.LaunchStarting(cluster, launch, pod, containers);
      case LAUNCH_PHASE_RUNNING ->
          new Input.LaunchRunning(
              cluster,
              launch,
              pod,
              containers,
              CommonWire.time(m.hasStartedAt(), m.getStartedAt()));
      case LAUNCH_PHASE_ENDED -> new Input.LaunchEnded(cluster, launch, pod, end(m));
      case LAUNCH_PHASE_VANISHED -> new Input.LaunchVanished(cluster, launch);
      case LAUNCH_PHASE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a launch in an unknown phase: " + launch);
    };
  }

  private static LaunchEnd end(LaunchReport m) {
    return new LaunchEnd(
        evidence(m.getEvidence()),
        CommonWire.time(m.hasStartedAt(), m.getStartedAt()),
        CommonWire.time(m.hasStoppedAt() ? m.getStoppedAt() : m.getAt()),
        CommonWire.read(m.getContainersList()),
        m.getReason(),
        m.getMessage(),
        m.getHostLoss(),
        m.getStoppedOnRequest());
  }

  private static Evidence evidence(EndEvidence m) {
    return switch (m) {
      case END_EVIDENCE_CONTAINERS_TERMINATED -> Evidence.CONTAINERS_TERMINATED;
      case END_EVIDENCE_ADMISSION_REFUSED -> Evidence.ADMISSION_REFUSED;
      case END_EVIDENCE_NEVER_CREATED -> Evidence.NEVER_CREATED;
      case END_EVIDENCE_INVALID_POD -> Evidence.INVALID_POD;
      case END_EVIDENCE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("an end without evidence");
    };
  }

  private static Input node(String cluster, NodeReport m) {
    return new Input.NodeSeen(
        cluster,
        new NodeUid(m.getUid()),
        m.getName(),
        m.getInstanceId(),
        m.getEnvironmentUuid(),
        m.getReady(),
        m.getSchedulable(),
        CommonWire.read(m.getAllocatable()),
        m.getMaxPods(),
        m.getLabelsMap(),
        m.getArchitecture());
  }
}
