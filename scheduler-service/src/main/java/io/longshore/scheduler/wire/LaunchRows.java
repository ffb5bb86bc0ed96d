package io.longshore.scheduler.wire;

import io.longshore.api.internal.v1.LaunchEndedRow;
import io.longshore.api.internal.v1.LaunchRow;
import io.longshore.api.internal.v1.LaunchRunningRow;
import io.longshore.api.internal.v1.LaunchSentRow;
import io.longshore.api.internal.v1.LaunchStartingRow;
import io.longshore.api.internal.v1.LaunchVanishedRow;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.Place;
import io.longshore.scheduler.core.job.Pod;
import io.longshore.scheduler.core.job.Stop;

/** Launches as their rows keep them; the key is in columns. */
public final class LaunchRows {
  private LaunchRows() {}

  public static byte[] write(Launch launch) {
    var m =
        LaunchRow.newBuilder()
            .setAttempt(launch.attempt())
            .setCluster(launch.place().cluster())
            .setNodeUid(launch.place().node().uid())
            .setNodeName(launch.place().nodeName())
            .setInstanceId(launch.place().instanceId())
            .setEnvironmentArn(launch.place().environment().arn())
            .setDispatchedAt(launch.dispatchedAt().toEpochMilli())
            .setPodUid(launch.pod().uid())
            .setPodNamespace(launch.pod().namespace())
            .setPodReason(launch.pod().reason())
            .setPodMessage(launch.pod().message())
            .addAllContainers(CommonWire.write(launch.containers()));
    if (launch.stop() != null) {
      m.setStoppedAt(launch.stop().at().toEpochMilli());
      m.setStoppedByTimeout(launch.stop().cause() == Stop.Cause.TIMEOUT);
    }
    switch (launch.state()) {
      case LaunchState.Sent _ -> m.setSent(LaunchSentRow.getDefaultInstance());
      case LaunchState.Starting _ -> m.setStarting(LaunchStartingRow.getDefaultInstance());
      case LaunchState.Running(var heardAt, var startedAt) ->
          m.setRunning(
              LaunchRunningRow.newBuilder()
                  .setHeardAt(heardAt.toEpochMilli())
                  .setStartedAt(startedAt.toEpochMilli()));
      case LaunchState.Vanished(var since) ->
          m.setVanished(LaunchVanishedRow.newBuilder().setSince(since.toEpochMilli()));
      case LaunchState.Ended ended -> m.setEnded(write(ended));
    }
    return m.build().toByteArray();
  }

  private static LaunchEndedRow write(LaunchState.Ended ended) {
    var end = ended.end();
    var m =
        LaunchEndedRow.newBuilder()
            .setEvidence(end.evidence().name())
            .setStoppedAt(end.stoppedAt().toEpochMilli())
            .addAllContainers(CommonWire.write(end.containers()))
            .setReason(end.reason())
            .setMessage(end.message())
            .setHostLoss(end.hostLoss())
            .setStoppedOnRequest(end.stoppedOnRequest())
            .setJudgeAt(ended.judgeAt().toEpochMilli());
    if (end.startedAt() != null) {
      m.setStartedAt(end.startedAt().toEpochMilli());
    }
    return m.build();
  }

  /** A launch from its row. */
  public static Launch read(LaunchId id, byte[] bytes) {
    var m = JobRows.parse(LaunchRow.parser(), bytes);
    var place =
        new Place(
            m.getCluster(),
            new NodeUid(m.getNodeUid()),
            m.getNodeName(),
            m.getInstanceId(),
            new EnvironmentArn(m.getEnvironmentArn()));
    var cause = m.getStoppedByTimeout() ? Stop.Cause.TIMEOUT : Stop.Cause.WISH;
    return new Launch(
        id,
        m.getAttempt(),
        place,
        CommonWire.time(m.getDispatchedAt()),
        state(m),
        new Pod(m.getPodUid(), m.getPodNamespace(), m.getPodReason(), m.getPodMessage()),
        CommonWire.read(m.getContainersList()),
        m.hasStoppedAt() ? new Stop(cause, CommonWire.time(m.getStoppedAt())) : null);
  }

  private static LaunchState state(LaunchRow m) {
    return switch (m.getStateCase()) {
      case SENT, STATE_NOT_SET -> new LaunchState.Sent();
      case STARTING -> new LaunchState.Starting();
      case RUNNING ->
          new LaunchState.Running(
              CommonWire.time(m.getRunning().getHeardAt()),
              CommonWire.time(m.getRunning().getStartedAt()));
      case VANISHED -> new LaunchState.Vanished(CommonWire.time(m.getVanished().getSince()));
      case ENDED -> ended(m.getEnded());
    };
  }

  private static LaunchState ended(LaunchEndedRow m) {
    var end =
        new LaunchEnd(
            Evidence.valueOf(m.getEvidence()),
            CommonWire.time(m.hasStartedAt(), m.getStartedAt()),
            CommonWire.time(m.getStoppedAt()),
            CommonWire.read(m.getContainersList()),
            m.getReason(),
            m.getMessage(),
            m.getHostLoss(),
            m.getStoppedOnRequest());
    return new LaunchState.Ended(end, CommonWire.time(m.getJudgeAt()));
  }
}
