package io.longshore.placement.shell;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.pod.Order;
import io.longshore.placement.shell.k8s.KubeSettings;
import io.longshore.standalone.demo.WorldControl;
import io.longshore.standalone.world.World;
import io.longshore.standalone.world.WorldOptions;
import io.longshore.standalone.world.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The embedded stack's stand-in for Kubernetes with two tainted batch nodes, and a client by which
 * a test looks at it and touches it.
 */
final class StandIn implements AutoCloseable {

  static final String BATCH = "batch";

  private final World world;
  private final WorldControl control;
  private final KubernetesClient kube;

  private StandIn(World world) {
    this.world = world;
    this.control = new WorldControl(world.awsUrl());
    this.kube =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withAutoConfigure(false)
                    .withMasterUrl(world.kubeUrl())
                    .withNamespace(BATCH)
                    .build())
            .build();
  }

  static StandIn start(Path data, String... more) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--data=" + data,
                "--namespace=" + BATCH,
                "--node-ready-delay=10ms",
                "--node-monitor-grace=500ms",
                "--fence-lag=20ms",
                node("n1"),
                node("n2")));
    arguments.addAll(List.of(more));
    var started = new StandIn(World.start(WorldOptions.parse(arguments.toArray(String[]::new))));
    Awaitility.await().until(() -> started.ready("n1") && started.ready("n2"));
    started.taint("n1");
    started.taint("n2");
    return started;
  }

  private static String node(String name) {
    return "--node=%s=m5.xlarge,%s=%s,%s=i-%s"
        .formatted(
            name,
            Samples.NAMES.environmentUuid(),
            Samples.ENVIRONMENT.uuid(),
            Samples.NAMES.instanceId(),
            name);
  }

  private boolean ready(String name) {
    Node node = kube.nodes().withName(name).get();
    return node != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private void taint(String name) {
    kube.nodes()
        .withName(name)
        .edit(
            node ->
                node.edit()
                    .editSpec()
                    .addNewTaint("NoExecute", Samples.NAMES.taint(), null, null)
                    .endSpec()
                    .build());
  }

  /** How the service reaches it. */
  KubeSettings settings(String url) {
    return new KubeSettings(
        new KubeSettings.Access.Server(url, Optional.empty(), Optional.empty(), Optional.empty()),
        Samples.NAMES,
        List.of(BATCH),
        new KubeSettings.FenceName("longshore-system", "longshore-fence"),
        new KubeSettings.Bounds(Duration.ofSeconds(3), 16, Duration.ofMinutes(5), 3));
  }

  String url() {
    return world.kubeUrl();
  }

  KubernetesClient kube() {
    return kube;
  }

  /** A node as the scheduler names it. */
  Order.Place place(String name) {
    return new Order.Place(
        name, kube.nodes().withName(name).get().getMetadata().getUid(), "i-" + name);
  }

  @Nullable Pod pod(String name) {
    return kube.pods().inNamespace(BATCH).withName(name).get();
  }

  List<Pod> pods() {
    return kube.pods().inNamespace(BATCH).list().getItems();
  }

  long fence() {
    ConfigMap map =
        kube.configMaps().inNamespace("longshore-system").withName("longshore-fence").get();
    return map == null ? 0 : Long.parseLong(map.getData().get("epoch"));
  }

  /** Another owner has come. */
  void raiseFence(long to) {
    var _ =
        kube.configMaps()
            .inNamespace("longshore-system")
            .withName("longshore-fence")
            .edit(map -> map.edit().addToData("epoch", Long.toString(to)).build());
  }

  /** Creates a pod as an owner of that epoch would, or only asks whether it might. */
  void create(String name, long epoch, boolean dryRun) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels(Samples.NAMES.managed(), "true")
            .addToAnnotations(Samples.NAMES.placementEpoch(), Long.toString(epoch))
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("main")
            .withImage("busybox")
            .endContainer()
            .endSpec()
            .build();
    var _ = kube.pods().inNamespace(BATCH).resource(pod).dryRun(dryRun).create();
  }

  /** The next calls that match are done, and their connection breaks without an answer. */
  void loseAnswers(String match, int calls) {
    control.add(fault(Faults.Mode.LOSE_ANSWER, 0, "", match, calls));
  }

  /** The next calls that match are not done, and answered with that status. */
  void refuse(String match, int status, String reason, int calls) {
    control.add(fault(Faults.Mode.REFUSE, status, reason, match, calls));
  }

  private static Faults.Fault fault(
      Faults.Mode mode, int status, String reason, String match, int calls) {
    return new Faults.Fault(Faults.Surface.KUBE, mode, status, reason, match, 1, calls);
  }

  /** Its Kubernetes API forgets the history of watches. */
  void compact() {
    control.compact();
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
