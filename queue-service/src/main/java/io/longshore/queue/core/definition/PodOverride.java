package io.longshore.queue.core.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a submission changes in a pod (eksPropertiesOverride). */
public record PodOverride(
    List<Container> containers, List<Container> initContainers, Pod.Metadata metadata) {

  /** Copies the lists. */
  public PodOverride {
    containers = List.copyOf(containers);
    initContainers = List.copyOf(initContainers);
  }

  /** What is changed in one container, found by its name. */
  public record Container(
      @Nullable String name,
      @Nullable String image,
      List<String> command,
      List<String> args,
      List<Pod.EnvironmentVariable> env,
      Pod.Amounts resources) {

    /** Copies the lists. */
    public Container {
      command = List.copyOf(command);
      args = List.copyOf(args);
      env = List.copyOf(env);
    }
  }
}
