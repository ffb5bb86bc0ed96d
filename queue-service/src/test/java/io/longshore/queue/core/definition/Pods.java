package io.longshore.queue.core.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods for tests. */
public final class Pods {

  private Pods() {}

  /** A pod of one container, 1 vCPU and 512 MiB, with this command. */
  public static Pod of(String... command) {
    return pod(
        List.of(container(null, amounts("1", "512Mi")).withCommand(List.of(command), List.of())));
  }

  static Pod pod(List<Pod.Container> containers) {
    return pod(containers, List.of());
  }

  static Pod pod(List<Pod.Container> containers, List<Pod.Container> init) {
    return new Pod(null, containers, init, List.of(), Pod.Metadata.NONE, Pod.Security.NONE);
  }

  static Pod.Amounts amounts(String cpu, String memory) {
    return new Pod.Amounts(Map.of(), Map.of("cpu", cpu, "memory", memory));
  }

  static Pod.Container container(@Nullable String name, Pod.Amounts amounts) {
    return new Pod.Container(
        name,
        "busybox",
        null,
        List.of(),
        List.of(),
        List.of(),
        amounts,
        List.of(),
        Pod.Security.NONE);
  }
}
