package io.longshore.capacity.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.EnvironmentDemand;
import io.longshore.api.internal.v1.WaitingGroup;
import io.longshore.capacity.core.Demand;
import io.longshore.kit.core.Undecodable;
import java.time.Instant;
import java.util.Set;

/** The scheduler's statements. */
public final class DemandWire {

  private DemandWire() {}

  /** Reads a statement's body. */
  public static Demand read(ByteString body) {
    try {
      return read(EnvironmentDemand.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("EnvironmentDemand", e);
    }
  }

  private static Demand read(EnvironmentDemand message) {
    return new Demand(
        message.getEnvironmentArn(),
        message.getRegistryVersion(),
        message.getMinimumVcpus(),
        message.getMaximumVcpus(),
        message.getWaitingList().stream().map(DemandWire::waiting).toList(),
        Set.copyOf(message.getUsableInstanceIdsList()),
        Set.copyOf(message.getReleasedInstanceIdsList()),
        Set.copyOf(message.getLostInstanceIdsList()),
        Instant.ofEpochMilli(message.getAt()));
  }

  private static Demand.Waiting waiting(WaitingGroup group) {
    return new Demand.Waiting(
        ShapeWire.read(group.getShape()), Integer.toUnsignedLong(group.getCount()));
  }

  /** Writes a statement's body: the scheduler's side, for tests and the simulation. */
  public static ByteString write(Demand demand) {
    var message =
        EnvironmentDemand.newBuilder()
            .setEnvironmentArn(demand.environmentArn())
            .setRegistryVersion(demand.registryVersion())
            .setMinimumVcpus(demand.minimumVcpus())
            .setMaximumVcpus(demand.maximumVcpus())
            .addAllUsableInstanceIds(demand.usable())
            .addAllReleasedInstanceIds(demand.released())
            .addAllLostInstanceIds(demand.lost())
            .setAt(demand.at().toEpochMilli());
    for (var waiting : demand.waiting()) {
      message.addWaiting(
          WaitingGroup.newBuilder()
              .setShape(ShapeWire.write(waiting.shape()))
              .setCount((int) waiting.count()));
    }
    return message.build().toByteString();
  }
}
