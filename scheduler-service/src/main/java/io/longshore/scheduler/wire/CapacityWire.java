package io.longshore.scheduler.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.CapacityReport;
import io.longshore.api.internal.v1.WaitingGroup;
import io.longshore.kit.core.Undecodable;
import io.longshore.scheduler.core.demand.EnvironmentDemand;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.round.Input;
import java.time.Instant;

/** What capacity-service reports, and what it is asked for. */
public final class CapacityWire {
  private CapacityWire() {}

  /** Throws {@link Undecodable} where the bytes are no report. */
  public static Input read(ByteString bytes) {
    try {
      return read(CapacityReport.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new Undecodable("a capacity report", e);
    }
  }

  private static Input read(CapacityReport m) {
    var arn = new EnvironmentArn(m.getEnvironmentArn());
    return switch (m.getReportCase()) {
      case LAUNCHED -> {
        var r = m.getLaunched();
        yield new Input.InstanceLaunched(
            arn,
            r.getInstanceId(),
            r.getInstanceType(),
            r.getZone(),
            r.getMarket(),
            CommonWire.read(r.getCapacity()));
      }
      case NEVER_JOINED -> {
        var r = m.getNeverJoined();
        yield new Input.InstanceNeverJoined(arn, r.getInstanceId(), r.getReason());
      }
      case WANTS_TO_GO -> {
        var r = m.getWantsToGo();
        yield new Input.InstanceWantsToGo(arn, r.getInstanceId(), r.getReason());
      }
      case INTERRUPTION -> {
        var r = m.getInterruption();
        yield new Input.InstanceInterrupted(arn, r.getInstanceId(), r.getAction());
      }
      case TERMINATED -> {
        var r = m.getTerminated();
        yield new Input.InstanceTerminated(arn, r.getInstanceId(), r.getReason());
      }
      case LAUNCH_FAILED -> {
        var r = m.getLaunchFailed();
        yield new Input.LaunchRefused(arn, r.getCode(), r.getMessage(), r.getInstanceTypesList());
      }
      case FITS_NO_TYPE -> {
        var r = m.getFitsNoType();
        var shape = CommonWire.read(r.getShape());
        yield new Input.FitsNoType(arn, shape, r.getReason(), r.getRegistryVersion());
      }
      case LAUNCH_RECOVERED -> new Input.LaunchRecovered(arn);
      case REPORT_NOT_SET -> throw new IllegalArgumentException("a report of an unknown kind");
    };
  }

  /** A demand as it is stated. */
  public static ByteString write(EnvironmentDemand demand, Instant at) {
    var m =
        io.longshore.api.internal.v1.EnvironmentDemand.newBuilder()
            .setEnvironmentArn(demand.environment().arn())
            .setRegistryVersion(demand.registryVersion())
            .setMinimumVcpus(demand.minimumVcpus())
            .setMaximumVcpus(demand.maximumVcpus())
            .addAllUsableInstanceIds(demand.usable())
            .addAllReleasedInstanceIds(demand.released())
            .addAllLostInstanceIds(demand.lost())
            .setAt(at.toEpochMilli());
    for (var group : demand.waiting()) {
      m.addWaiting(
          WaitingGroup.newBuilder()
              .setShape(CommonWire.write(group.shape()))
              .setCount((int) group.count()));
    }
    return m.build().toByteString();
  }
}
