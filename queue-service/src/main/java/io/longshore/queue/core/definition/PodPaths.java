package io.longshore.queue.core.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the parts of a pod stand in the request, so that a refusal names the right member. */
public interface PodPaths {

  /** Path of the pod. */
  String pod();

  /** Path of a container. */
  String container(boolean init, int index, @Nullable String name);

  /** The pod of a definition. */
  static PodPaths definition() {
    return new PodPaths() {
      @Override
      public String pod() {
        return "eksProperties.podProperties";
      }

      @Override
      public String container(boolean init, int index, @Nullable String name) {
        return pod() + (init ? ".initContainers[" : ".containers[") + index + "]";
      }
    };
  }

  /**
   * A definition's pod after the overrides of a submission: what is wrong with it came from the
   * override, so the path is the override's.
   */
  static PodPaths override(PodOverride override) {
    return new PodPaths() {
      @Override
      public String pod() {
        return "eksPropertiesOverride.podProperties";
      }

      @Override
      public String container(boolean init, int index, @Nullable String name) {
        var overrides = init ? override.initContainers() : override.containers();
        return pod()
            + (init ? ".initContainers[" : ".containers[")
            + find(overrides, name, index)
            + "]";
      }
    };
  }

  private static int find(List<PodOverride.Container> overrides, @Nullable String name, int index) {
    for (int i = 0; i < overrides.size(); i++) {
      if (overrides.get(i).name() != null && overrides.get(i).name().equals(name)) {
        return i;
      }
    }
    return overrides.size() == 1 ? 0 : index;
  }
}
