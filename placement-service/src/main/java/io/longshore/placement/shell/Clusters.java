package io.longshore.placement.shell;

import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.Cells;
import io.longshore.placement.core.desk.DeskStep;
import io.longshore.placement.shell.db.KeptLogs;
import io.longshore.placement.shell.k8s.Cluster;
import io.longshore.placement.shell.k8s.KubeSettings;
import io.longshore.placement.wire.AnnouncementWire;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The clusters of this process: one loop each, whoever owns it. */
@Singleton
public final class Clusters {

  private static final String REPORTS = "longshore.placement-reports";
  private static final String REGISTRY = "longshore.registry";
  private static final String LAUNCHES = "longshore.launches.";

  private final PlacementConfig config;
  private final Cells cells;
  private final ClusterFactory factory;
  private final KeptLogs logs;
  private final Map<String, Served> served = new TreeMap<>();

  Clusters(PlacementConfig config, Cells cells, ClusterFactory factory) {
    this.config = config;
    this.cells = cells;
    this.factory = factory;
    this.logs = new KeptLogs(cells.kit().db());
  }

  /** A cluster's parts. */
  private record Served(
      Cluster cluster, List<String> namespaces, PlacementLoop loop, LogKeeper keeper) {}

  void start(@Observes StartupEvent event) {
    // All are checked before the first is begun.
    var settings = new TreeMap<String, KubeSettings>();
    config
        .clusters()
        .forEach((name, c) -> settings.put(name, ClusterSettings.kube(config, name, c)));
    settings.forEach((name, kube) -> serve(name, config.clusters().get(name).cluster(), kube));
  }

  private void serve(String shortName, String clusterName, KubeSettings kube) {
    Cluster cluster = factory.connect(shortName, kube);
    var keeper = new LogKeeper(cluster, logs, self(shortName), ClusterSettings.logs(config));
    var setup =
        new PlacementLoop.Setup(
            new AnnouncementWire.Served(
                clusterName, shortName, config.grpcEndpoint(), kube.namespaces()),
            kube.names(),
            ClusterSettings.desk(config),
            config.maxSightings());
    var parts =
        new PlacementLoop.Parts(
            cluster,
            keeper,
            new PlacementMetrics(cells.kit().meters(), shortName),
            new PlacementLog(shortName));
    var loop = new PlacementLoop(setup, parts);
    served.put(shortName, new Served(cluster, kube.namespaces(), loop, keeper));
    CellRuntime runtime = cells.run(wiring(shortName), loop);
    loop.wakeBy(runtime::wake);
  }

  private Wiring wiring(String shortName) {
    String self = self(shortName);
    return new Wiring(
        self,
        self,
        config.cell(),
        List.of(new Wiring.Inbound(LAUNCHES + shortName, true)),
        List.of(REGISTRY),
        Map.of("scheduler", REPORTS, "queue", REPORTS));
  }

  private static String self(String shortName) {
    return "placement/" + shortName;
  }

  /** After the loops have ended: the kit stops them at the usual priority. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
    served
        .values()
        .forEach(
            s -> {
              s.keeper().close();
              s.cluster().close();
            });
  }

  /** How each cluster stands, by short name. */
  Map<String, DeskStep.Standing> standings() {
    var standings = new TreeMap<String, DeskStep.Standing>();
    served.forEach((name, s) -> standings.put(name, s.loop().standing()));
    return standings;
  }

  /** A cluster by its short name. */
  Optional<Cluster> cluster(String shortName) {
    return Optional.ofNullable(served.get(shortName)).map(Served::cluster);
  }

  /** Clusters in which there are batch pods in a namespace. */
  List<Cluster> withNamespace(String namespace) {
    return served.values().stream()
        .filter(s -> s.namespaces().contains(namespace))
        .map(Served::cluster)
        .toList();
  }

  /** Kept output. */
  KeptLogs logs() {
    return logs;
  }
}
