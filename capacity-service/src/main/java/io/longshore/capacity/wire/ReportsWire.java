package io.longshore.capacity.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.CapacityReport;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.api.internal.v1.InstanceLaunched;
import io.longshore.api.internal.v1.InstanceNeverJoined;
import io.longshore.api.internal.v1.InstanceTerminated;
import io.longshore.api.internal.v1.InstanceWantsToGo;
import io.longshore.api.internal.v1.InterruptionNotice;
import io.longshore.api.internal.v1.LaunchFailed;
import io.longshore.api.internal.v1.LaunchRecovered;
import io.longshore.api.internal.v1.ShapeFitsNoType;
import io.longshore.capacity.core.reconcile.Condition;
import io.longshore.capacity.core.reconcile.Report;
import io.longshore.capacity.core.reconcile.Report.Fact;

/** What capacity-service says. */
public final class ReportsWire {

  private ReportsWire() {}

  /** A numbered message for the scheduler. */
  public static ByteString write(Report report) {
    var message =
        CapacityReport.newBuilder()
            .setEnvironmentArn(report.environmentArn())
            .setAt(report.at().toEpochMilli());
    switch (report.fact()) {
      case Fact.Launched f -> message.setLaunched(launched(f));
      case Fact.NeverJoined f ->
          message.setNeverJoined(
              InstanceNeverJoined.newBuilder().setInstanceId(f.instanceId()).setReason(f.reason()));
      case Fact.WantsToGo f ->
          message.setWantsToGo(
              InstanceWantsToGo.newBuilder().setInstanceId(f.instanceId()).setReason(f.reason()));
      case Fact.Interruption f ->
          message.setInterruption(
              InterruptionNotice.newBuilder()
                  .setInstanceId(f.instanceId())
                  .setAction(f.action())
                  .setActsAt(f.actsAt().toEpochMilli()));
      case Fact.Terminated f ->
          message.setTerminated(
              InstanceTerminated.newBuilder()
                  .setInstanceId(f.instanceId())
                  .setReason(f.reason())
                  .setInterrupted(f.interrupted()));
      case Fact.LaunchFailed f ->
          message.setLaunchFailed(
              LaunchFailed.newBuilder()
                  .setCode(f.code())
                  .setMessage(f.message())
                  .addAllInstanceTypes(f.instanceTypes()));
      case Fact.LaunchRecovered _ ->
          message.setLaunchRecovered(LaunchRecovered.getDefaultInstance());
      case Fact.FitsNoType f ->
          message.setFitsNoType(
              ShapeFitsNoType.newBuilder()
                  .setShape(ShapeWire.write(f.shape()))
                  .setReason(f.reason())
                  .setRegistryVersion(f.registryVersion()));
    }
    return message.build().toByteString();
  }

  private static InstanceLaunched launched(Fact.Launched fact) {
    return InstanceLaunched.newBuilder()
        .setInstanceId(fact.instanceId())
        .setInstanceType(fact.instanceType())
        .setZone(fact.zone())
        .setMarket(fact.market())
        .setCapacity(ShapeWire.write(fact.capacity()))
        .build();
  }

  /** A statement for queue-service. */
  public static ByteString write(Condition condition) {
    return EnvironmentCondition.newBuilder()
        .setEnvironmentArn(condition.environmentArn())
        .setRegistryVersion(condition.registryVersion())
        .setValid(condition.valid())
        .setReason(condition.reason())
        .setDesiredVcpus(condition.desiredVcpus())
        .setGone(condition.gone())
        .build()
        .toByteString();
  }
}
