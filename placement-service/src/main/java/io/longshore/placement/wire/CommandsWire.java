package io.longshore.placement.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.StartLaunch;
import io.longshore.api.internal.v1.StopLaunch;
import io.longshore.kit.core.Undecodable;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.desk.Launch;
import io.longshore.placement.core.pod.Order;
import io.longshore.placement.core.pod.PodTemplate;
import org.jspecify.annotations.Nullable;

/** Commands of the scheduler. */
public final class CommandsWire {

  private CommandsWire() {}

  /** What a record of a launches topic commands. */
  public static LaunchCommand parse(ByteString body) {
    try {
      return LaunchCommand.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("launch command", e);
    }
  }

  /** A command for the desk. */
  public static DeskInput.Command read(LaunchCommand command) {
    return switch (command.getCommandCase()) {
      case START -> new DeskInput.Start(order(command.getStart(), true));
      case STOP -> stop(command.getStop());
      case CLOSE -> new DeskInput.Close(LaunchKeys.read(command.getClose().getLaunch()));
      case COMMAND_NOT_SET -> throw new Undecodable("launch command", "none that is known");
    };
  }

  /** A stored start; its template is read only where it may still be needed. */
  public static Order order(byte[] stored, boolean withTemplate) {
    try {
      return order(StartLaunch.parseFrom(stored), withTemplate);
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("stored start", e);
    }
  }

  private static DeskInput.Stop stop(StopLaunch stop) {
    return new DeskInput.Stop(
        LaunchKeys.read(stop.getLaunch()),
        new Launch.Stop(stop.getReason(), stop.getGraceSeconds()));
  }

  private static Order order(StartLaunch start, boolean withTemplate) {
    @Nullable PodTemplate template =
        withTemplate ? TemplateWire.read(start.getPodTemplate()) : null;
    return new Order(
        LaunchKeys.read(start.getLaunch()),
        start.getAttempt(),
        new Order.Place(start.getNodeName(), start.getNodeUid(), start.getInstanceId()),
        start.getEnvironmentArn(),
        start.getJobQueueArn(),
        start.getJobName(),
        start.getArraySize(),
        start.getNodeCount(),
        template);
  }
}
