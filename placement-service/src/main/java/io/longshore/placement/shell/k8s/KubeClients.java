package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes clients from what was configured and nothing else: no kubeconfig of the user's, no
 * environment variable, no service account unless it was asked for.
 */
final class KubeClients {

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int WATCH_RECONNECT_MS = 1_000;
  private static final int WATCH_RECONNECTS = 5;

  private final KubeSettings settings;
  private final Vertx vertx;

  KubeClients(KubeSettings settings, Vertx vertx) {
    this.settings = settings;
    this.vertx = vertx;
  }

  /** A client with connections of its own. */
  KubernetesClient connect() {
    return new KubernetesClientBuilder()
        .withConfig(config())
        .withHttpClientFactory(new VertxHttpClientFactory(vertx))
        .build();
  }

  Config config() {
    return builder()
        .withNamespace(settings.namespaces().getFirst())
        .withConnectionTimeout(CONNECT_TIMEOUT_MS)
        .withRequestTimeout((int) settings.bounds().requestTimeout().toMillis())
        // A create is sent once: whoever repeats it without knowing may start a pod twice.
        .withRequestRetryBackoffLimit(0)
        .withWatchReconnectInterval(WATCH_RECONNECT_MS)
        .withWatchReconnectLimit(WATCH_RECONNECTS)
        .build();
  }

  private ConfigBuilder builder() {
    return switch (settings.access()) {
      case KubeSettings.Access.Server(String url, var token, var tokenFile, var caFile) -> {
        var config = empty().withMasterUrl(url);
        token.ifPresent(config::withOauthToken);
        tokenFile.ifPresent(file -> config.withOauthTokenProvider(() -> read(file)));
        caFile.ifPresent(file -> config.withCaCertFile(file.toString()));
        yield config;
      }
      case KubeSettings.Access.Kubeconfig(Path file) ->
          new ConfigBuilder(Config.fromKubeconfig(file.toFile())).withAutoConfigure(false);
      case KubeSettings.Access.InCluster _ ->
          empty()
              .withMasterUrl(inClusterUrl())
              .withCaCertFile(SERVICE_ACCOUNT.resolve("ca.crt").toString())
              // Kubernetes rotates the token; a file read once would expire within the hour.
              .withOauthTokenProvider(() -> read(SERVICE_ACCOUNT.resolve("token")));
    };
  }

  private static ConfigBuilder empty() {
    return new ConfigBuilder(Config.empty()).withAutoConfigure(false);
  }

  private static String inClusterUrl() {
    String host = System.getenv("KUBERNETES_SERVICE_HOST");
    String port = System.getenv("KUBERNETES_SERVICE_PORT");
    if (host == null || port == null) {
      throw new IllegalStateException(
          "in-cluster was configured, but this process does not run in a pod of a cluster");
    }
    return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
