package io.longshore.scheduler.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.CloseLaunch;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.StartLaunch;
import io.longshore.api.internal.v1.StopLaunch;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.round.Outgoing;
import java.util.Optional;

/** What placement-service is told. */
public final class LaunchesWire {
  private LaunchesWire() {}

  /** A command; a start comes without name and pod template, which are joined when it is sent. */
  public static ByteString write(Outgoing.ToCluster message) {
    var m = LaunchCommand.newBuilder();
    switch (message) {
      case Outgoing.StartLaunch start -> m.setStart(start(start));
      case Outgoing.StopLaunch(_, var launch, var reason, var grace) ->
          m.setStop(
              StopLaunch.newBuilder()
                  .setLaunch(CommonWire.write(launch))
                  .setReason(reason)
                  .setGraceSeconds((int) grace.toSeconds()));
      case Outgoing.CloseLaunch(_, var launch) ->
          m.setClose(CloseLaunch.newBuilder().setLaunch(CommonWire.write(launch)));
    }
    return m.build().toByteString();
  }

  private static StartLaunch start(Outgoing.StartLaunch start) {
    var place = start.place();
    var m =
        StartLaunch.newBuilder()
            .setLaunch(CommonWire.write(start.launch()))
            .setAttempt(start.attempt())
            .setNodeName(place.nodeName())
            .setNodeUid(place.node().uid())
            .setInstanceId(place.instanceId())
            .setEnvironmentArn(place.environment().arn())
            .setJobQueueArn(start.queue().arn())
            .setShape(CommonWire.write(start.shape()));
    if (start.arraySize() > 0) {
      m.setArraySize(start.arraySize());
    }
    return m.build();
  }

  /** The job whose payload a message waits for; empty for anything but a start. */
  public static Optional<JobId> payloadOf(ByteString message) {
    var m = parse(message);
    return m.hasStart()
        ? Optional.of(JobId.of(m.getStart().getLaunch().getJobId()))
        : Optional.empty();
  }

  /** A start with what it waited for. */
  public static ByteString join(ByteString message, CommandsWire.Payload payload) {
    var m = parse(message).toBuilder();
    m.getStartBuilder().setJobName(payload.name()).setPodTemplate(payload.podTemplate());
    return m.build().toByteString();
  }

  private static LaunchCommand parse(ByteString message) {
    try {
      return LaunchCommand.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a launch command: " + e.getMessage(), e);
    }
  }
}
