package io.longshore.placement.shell;

import io.longshore.placement.shell.k8s.Cluster;
import io.longshore.placement.shell.k8s.KubeCluster;
import io.longshore.placement.shell.k8s.KubeSettings;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Connects to clusters; tests bring their own. */
public interface ClusterFactory {

  /** A cluster as configured; nothing is sent before it is used. */
  Cluster connect(String shortName, KubeSettings settings);

  /** The real one. */
  final class Real {

    private Real() {}

    @Produces
    @DefaultBean
    @Singleton
    static ClusterFactory real(Vertx vertx) {
      return (_, settings) -> new KubeCluster(settings, vertx);
    }
  }
}
