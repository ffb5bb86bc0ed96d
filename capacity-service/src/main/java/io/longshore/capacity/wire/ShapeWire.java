package io.longshore.capacity.wire;

import io.longshore.api.internal.v1.Resources;
import io.longshore.capacity.core.Amounts;
import io.longshore.capacity.core.Shape;

/** Shapes and amounts. */
final class ShapeWire {

  private ShapeWire() {}

  static Shape read(io.longshore.api.internal.v1.Shape message) {
    return new Shape(
        read(message.getRequests()), message.getArchitecture(), message.getNodeSelectorMap());
  }

  static io.longshore.api.internal.v1.Shape write(Shape shape) {
    return io.longshore.api.internal.v1.Shape.newBuilder()
        .setRequests(write(shape.requests()))
        .setArchitecture(shape.architecture())
        .putAllNodeSelector(shape.nodeSelector())
        .build();
  }

  static Amounts read(Resources message) {
    return new Amounts(
        message.getVcpuMillis(),
        message.getMemoryBytes(),
        message.getGpus(),
        message.getOtherMap());
  }

  static Resources write(Amounts amounts) {
    return Resources.newBuilder()
        .setVcpuMillis(amounts.vcpuMillis())
        .setMemoryBytes(amounts.memoryBytes())
        .setGpus(amounts.gpus())
        .putAllOther(amounts.other())
        .build();
  }
}
