package io.longshore.placement.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.kit.core.Undecodable;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.pod.Environment;
import java.util.Optional;

/** Registered things, of which placement reads environments. */
public final class RegistryWire {

  private RegistryWire() {}

  /** What an entry says about an environment of this cluster; empty where it is about none. */
  public static Optional<DeskInput.Command> read(ByteString body, String cluster) {
    RegistryEntry entry;
    try {
      entry = RegistryEntry.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("registry entry", e);
    }
    if (entry.getDeleted()) {
      return Optional.of(new DeskInput.EnvironmentGone(entry.getArn()));
    }
    if (!entry.hasEnvironment()) {
      return Optional.empty();
    }
    ComputeEnvironmentDetail detail = entry.getEnvironment().getDetail();
    if (!detail.getEksConfiguration().getEksClusterArn().equals(cluster)) {
      return Optional.empty();
    }
    return Optional.of(
        new DeskInput.EnvironmentIs(
            new Environment(
                entry.getArn(),
                entry.getVersion(),
                detail.getComputeEnvironmentName(),
                detail.getUuid(),
                cluster,
                detail.getEksConfiguration().getKubernetesNamespace())));
  }
}
