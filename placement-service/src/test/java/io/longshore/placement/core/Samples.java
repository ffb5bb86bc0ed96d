package io.longshore.placement.core;

import io.longshore.placement.core.LaunchId.Part;
import io.longshore.placement.core.node.NodeSeen;
import io.longshore.placement.core.observe.ContainerSeen;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.pod.Container;
import io.longshore.placement.core.pod.Environment;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.core.pod.Order;
import io.longshore.placement.core.pod.PodTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Small things that tests of several packages start from. */
public final class Samples {

  public static final Names NAMES = new Names("batch.longshore.io");
  public static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  public static final String JOB = "0a1b2c3d-0000-4000-8000-000000000001";
  public static final LaunchId LAUNCH = new LaunchId(JOB, new Part.Whole(), 1);
  public static final Environment ENVIRONMENT =
      new Environment(
          "arn:aws:batch:us-east-1:000000000000:compute-environment/spot",
          1,
          "spot",
          "ce-uuid-1",
          "demo",
          "batch");

  private Samples() {}

  public static Order.Place place(String name) {
    return new Order.Place(name, "uid-" + name, "i-" + name);
  }

  public static Container container(String name) {
    return new Container(
        name,
        "busybox:1",
        "",
        List.of(),
        List.of(),
        List.of(),
        Map.of("cpu", "1", "memory", "64Mi"),
        Map.of(),
        List.of(),
        null);
  }

  public static PodTemplate template(Container... containers) {
    return new PodTemplate(
        "",
        "",
        null,
        "",
        List.of(),
        List.of(),
        List.of(containers),
        List.of(),
        Map.of(),
        Map.of(),
        null,
        null,
        false,
        Map.of());
  }

  public static Order order(LaunchId launch, String node) {
    return new Order(
        launch,
        1,
        place(node),
        ENVIRONMENT.arn(),
        "arn:aws:batch:us-east-1:000000000000:job-queue/high",
        "job",
        0,
        0,
        template(container("main")));
  }

  public static NodeSeen node(String name) {
    return new NodeSeen(
        name,
        "uid-" + name,
        NOW.minusSeconds(60),
        Map.of(NAMES.environmentUuid(), ENVIRONMENT.uuid()),
        "aws:///us-east-1a/i-" + name,
        new Amounts(4000, 8L << 30, 0, Map.of()),
        110,
        true,
        false,
        List.of(new NodeSeen.Taint(NAMES.taint(), "", "NoSchedule")),
        "amd64");
  }

  public static PodSeen pod(LaunchId launch, String node, PodSeen.Status status) {
    return new PodSeen(
        new PodRef("batch", launch.podName(), "pod-uid-1"),
        "1",
        node,
        new PodSeen.Identity(true, launch.jobId(), "uid-" + node),
        List.of(NAMES.finalizer()),
        null,
        status);
  }

  public static PodSeen.Status status(PodSeen.Phase phase, ContainerSeen... containers) {
    return new PodSeen.Status(phase, "", "", null, false, List.of(containers));
  }

  public static ContainerSeen waiting(String name, String reason) {
    return new ContainerSeen(name, false, "", new ContainerSeen.State.Waiting(reason, ""));
  }

  public static ContainerSeen running(String name) {
    return new ContainerSeen(
        name, false, "containerd://" + name, new ContainerSeen.State.Running(NOW.minusSeconds(10)));
  }

  public static ContainerSeen exited(String name, int code) {
    return exited(name, false, code);
  }

  public static ContainerSeen exited(String name, boolean init, int code) {
    return new ContainerSeen(
        name,
        init,
        "containerd://" + name,
        new ContainerSeen.State.Terminated(
            code,
            code == 0 ? "Completed" : "Error",
            "",
            NOW.minusSeconds(10),
            NOW.minusSeconds(1)));
  }
}
