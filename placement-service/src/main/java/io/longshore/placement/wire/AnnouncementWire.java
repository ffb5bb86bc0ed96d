package io.longshore.placement.wire;

import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.placement.core.desk.DeskStep;
import java.util.List;

/** The statement "I serve this cluster". */
public final class AnnouncementWire {

  private AnnouncementWire() {}

  /** What does not change about a served cluster. */
  public record Served(
      String cluster, String shortName, String grpcEndpoint, List<String> namespaces) {}

  /** The statement as things stand. */
  public static ClusterAnnouncement write(Served served, DeskStep.Standing standing) {
    return ClusterAnnouncement.newBuilder()
        .setCluster(served.cluster())
        .setShortName(served.shortName())
        .setGrpcEndpoint(served.grpcEndpoint())
        .setReachable(standing.state() == DeskStep.Standing.State.SERVED)
        .setReason(standing.reason())
        .setKubernetesVersion(standing.version())
        .addAllNamespaces(served.namespaces())
        .build();
  }
}
