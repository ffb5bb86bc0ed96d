package io.longshore.standalone.world;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A world in this JVM with one standing node, and a client of its Kubernetes API. */
public final class TestWorld implements AutoCloseable {

  /** The namespace that tests work in. */
  public static final String BATCH = "batch";

  /** The node that is always there. */
  public static final String NODE = "standing";

  private final World world;
  private final KubernetesClient kube;

  private TestWorld(World world) {
    this.world = world;
    this.kube = client(world.kubeUrl());
  }

  /** Starts a world in a folder, quick in all things. */
  public static TestWorld start(Path data, String... more) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--data=" + data,
                "--namespace=" + BATCH,
                "--node=" + NODE + "=m5.xlarge",
                "--node-ready-delay=10ms",
                "--node-monitor-grace=500ms",
                "--node-removal-delay=100ms",
                "--pod-gc-delay=300ms",
                "--launch-delay=50ms",
                "--boot-delay=50ms",
                "--shutdown-delay=50ms",
                "--spot-notice=1s",
                "--launch-retry=200ms",
                "--fence-lag=20ms"));
    arguments.addAll(List.of(more));
    return new TestWorld(World.start(WorldOptions.parse(arguments.toArray(String[]::new))));
  }

  /** A client that reads nothing of this machine's own configuration. */
  public static KubernetesClient client(String url) {
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url).withNamespace(BATCH).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** The world itself. */
  World world() {
    return world;
  }

  /** The client. */
  public KubernetesClient kube() {
    return kube;
  }

  /** AWS's and the control's address. */
  public String awsUrl() {
    return world.awsUrl();
  }

  /** A pod bound to the standing node that runs a shell script. */
  public static PodBuilder pod(String name, String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withNodeName(NODE)
        .withContainers(
            new ContainerBuilder()
                .withName("main")
                .withImage("busybox:1")
                .withCommand("sh", "-c", script)
                .build())
        .endSpec();
  }

  /** Creates a pod. */
  public Pod create(PodBuilder pod) {
    return kube.pods().inNamespace(BATCH).resource(pod.build()).create();
  }

  /** The pod as it is now; null where there is none. */
  public Pod get(String name) {
    return kube.pods().inNamespace(BATCH).withName(name).get();
  }

  /** Waits until a pod is as wanted, and gives it back. */
  public Pod await(String name, Predicate<Pod> wanted) {
    return Awaitility.await(name)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> get(name), wanted::test);
  }

  /** Waits for a phase. */
  public Pod awaitPhase(String name, String phase) {
    return await(name, p -> p != null && phase.equals(p.getStatus().getPhase()));
  }

  /** Waits until a pod is gone. */
  public void awaitGone(String name) {
    Awaitility.await(name).atMost(Duration.ofSeconds(20)).until(() -> get(name) == null);
  }

  /** Calls {@code /world/…} and gives back the answer's body. */
  public String control(String method, String path, String body) {
    HttpResponse<String> answer = raw(method, awsUrl() + path, body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** Calls the Kubernetes API without a client. */
  public HttpResponse<String> rawKube(String method, String path, String body) {
    return raw(method, world.kubeUrl() + path, body);
  }

  private static HttpResponse<String> raw(String method, String url, String body) {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(url))
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kube.close();
    try {
      world.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
