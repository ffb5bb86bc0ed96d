package io.longshore.placement.wire;

import io.longshore.api.internal.v1.LaunchKey;
import io.longshore.kit.core.Undecodable;
import io.longshore.placement.core.LaunchId;

/** The key of a launch. */
final class LaunchKeys {

  private LaunchKeys() {}

  static LaunchId read(LaunchKey key) {
    if (key.hasArrayIndex() && key.hasNodeIndex()) {
      throw new Undecodable("launch key", "both array_index and node_index");
    }
    LaunchId.Part part =
        key.hasArrayIndex()
            ? new LaunchId.Part.Child(key.getArrayIndex())
            : key.hasNodeIndex()
                ? new LaunchId.Part.Member(key.getNodeIndex())
                : new LaunchId.Part.Whole();
    return new LaunchId(key.getJobId(), part, key.getLaunch());
  }

  static LaunchKey write(LaunchId id) {
    var key = LaunchKey.newBuilder().setJobId(id.jobId()).setLaunch(id.launch());
    switch (id.part()) {
      case LaunchId.Part.Whole _ -> {}
      case LaunchId.Part.Child(int index) -> key.setArrayIndex(index);
      case LaunchId.Part.Member(int index) -> key.setNodeIndex(index);
    }
    return key.build();
  }
}
