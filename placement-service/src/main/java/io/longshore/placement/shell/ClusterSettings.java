package io.longshore.placement.shell;

import io.longshore.placement.core.desk.DeskSettings;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.shell.k8s.KubeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the configuration at the start, and turns it into the values that the parts take. */
final class ClusterSettings {

  private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private ClusterSettings() {}

  static KubeSettings kube(
      PlacementConfig config, String shortName, PlacementConfig.ClusterConfig cluster) {
    String key = "longshore.placement.clusters." + shortName;
    require(
        SHORT_NAME.matcher(shortName).matches(),
        key + ": a short name is a DNS label, as it becomes part of a topic's name");
    require(!cluster.cluster().isBlank(), key + ".cluster: the ARN or name of the cluster");
    require(!cluster.namespaces().isEmpty(), key + ".namespaces: at least one");
    for (String namespace : cluster.namespaces()) {
      require(
          NAMESPACE.matcher(namespace).matches()
              && !namespace.equals("default")
              && !namespace.startsWith("kube-"),
          key + ".namespaces: " + namespace + " is no namespace for batch pods");
    }
    return new KubeSettings(
        access(key, cluster),
        new Names(config.labelPrefix()),
        List.copyOf(cluster.namespaces()),
        new KubeSettings.FenceName(config.fence().namespace(), config.fence().name()),
        new KubeSettings.Bounds(
            config.api().requestTimeout(),
            positive("longshore.placement.api.concurrency", config.api().concurrency()),
            config.api().relist(),
            positive("longshore.placement.api.page", config.api().page())));
  }

  private static KubeSettings.Access access(String key, PlacementConfig.ClusterConfig cluster) {
    int ways =
        (cluster.apiServer().isPresent() ? 1 : 0)
            + (cluster.kubeconfig().isPresent() ? 1 : 0)
            + (cluster.inCluster() ? 1 : 0);
    require(ways == 1, key + ": exactly one of api-server, kubeconfig and in-cluster is needed");
    if (cluster.inCluster()) {
      return new KubeSettings.Access.InCluster();
    }
    Optional<Path> kubeconfig = cluster.kubeconfig();
    if (kubeconfig.isPresent()) {
      return new KubeSettings.Access.Kubeconfig(kubeconfig.get());
    }
    require(
        cluster.token().isEmpty() || cluster.tokenFile().isEmpty(),
        key + ": token and token-file exclude each other");
    return new KubeSettings.Access.Server(
        cluster.apiServer().orElseThrow(), cluster.token(), cluster.tokenFile(), cluster.caFile());
  }

  static DeskSettings desk(PlacementConfig config) {
    return new DeskSettings(
        positive("longshore.placement.max-creates", config.maxCreates()),
        config.createSettle(),
        config.vanishAfter(),
        config.slowStart(),
        config.closedRetention(),
        config.fence().patience(),
        positive("longshore.placement.logs.tries", config.logs().tries()));
  }

  static LogKeeper.Bounds logs(PlacementConfig config) {
    return new LogKeeper.Bounds(
        positive(
            "longshore.placement.logs.keep", Math.toIntExact(config.logs().keep().asLongValue())),
        config.logs().timeout(),
        positive("longshore.placement.logs.concurrency", config.logs().concurrency()));
  }

  private static int positive(String key, int value) {
    require(value > 0, key + ": at least 1");
    return value;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
