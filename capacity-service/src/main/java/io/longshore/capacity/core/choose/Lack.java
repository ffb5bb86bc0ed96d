package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a room lacks for a shape, in words. */
final class Lack {

  private static final long MIB = 1L << 20;

  private Lack() {}

  static List<String> of(Room room, Shape shape) {
    var lacks = new ArrayList<String>();
    var have = room.amounts();
    var need = shape.requests();
    if (need.vcpuMillis() > have.vcpuMillis()) {
      lacks.add("vCPUs (" + need.vcpuMillis() + "m of " + have.vcpuMillis() + "m)");
    }
    if (need.memoryBytes() > have.memoryBytes()) {
      lacks.add(
          "memory ("
              + Math.ceilDiv(need.memoryBytes(), MIB)
              + " MiB of "
              + have.memoryBytes() / MIB
              + " MiB)");
    }
    if (need.gpus() > have.gpus()) {
      lacks.add("GPUs (" + need.gpus() + " of " + have.gpus() + ")");
    }
    for (var other : new TreeMap<>(need.other()).entrySet()) {
      if (other.getValue() > have.other().getOrDefault(other.getKey(), 0L)) {
        lacks.add(other.getKey());
      }
    }
    if (room.pods() < 1) {
      lacks.add("room for a pod");
    }
    return lacks;
  }
}
