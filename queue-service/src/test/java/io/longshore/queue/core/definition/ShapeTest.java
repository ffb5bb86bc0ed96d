package io.longshore.queue.core.definition;

import static io.longshore.queue.core.definition.Pods.amounts;
import static io.longshore.queue.core.definition.Pods.container;
import static io.longshore.queue.core.definition.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeTest {

  private static final long MIB = 1024 * 1024;

  @Test
  void containersAddUpAndInitContainersCountAsTheLargest() {
    var shape =
        Shape.of(
            pod(
                List.of(
                    container("a", amounts("0.25", "100Mi")), container("b", amounts("1", "50Mi"))),
                List.of(
                    container("c", amounts("2", "10Mi")),
                    container("d", amounts("0.5", "400Mi")))));
    assertThat(shape).isEqualTo(new Shape(2000, 400 * MIB, 0));
  }

  @Test
  void onlyLimitsMeanTheSameRequests() {
    var limits = Map.of("cpu", "1.5", "memory", "8Mi", "nvidia.com/gpu", "2");
    assertThat(Shape.of(pod(List.of(container("a", new Pod.Amounts(limits, Map.of()))))))
        .isEqualTo(new Shape(1500, 8 * MIB, 2));
  }

  @Test
  void requestsAndNotLimitsPlaceAPod() {
    var amounts = new Pod.Amounts(Map.of("cpu", "4"), Map.of("cpu", "1", "memory", "8Mi"));
    assertThat(Shape.of(pod(List.of(container("a", amounts)))))
        .isEqualTo(new Shape(1000, 8 * MIB, 0));
  }
}
