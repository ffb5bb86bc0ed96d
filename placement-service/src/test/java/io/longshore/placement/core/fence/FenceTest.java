package io.longshore.placement.core.fence;

import static io.longshore.placement.core.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FenceTest {

  private final Fence fence = new Fence(3, Duration.ofSeconds(30), NOW);

  @Test
  void raisesAboveLeaseAndClusterAndOpensOnlyOnProof() {
    assertThat(fence.on(new FenceEvent.Tick(), NOW)).contains(new FenceAction.ReadFence());
    assertThat(fence.on(new FenceEvent.Read(8, "77"), NOW))
        .contains(new FenceAction.RaiseFence(9, "77"));
    assertThat(fence.on(new FenceEvent.Raised(9), NOW)).contains(new FenceAction.ProbeFence(9));
    assertThat(fence.epoch()).isZero();
    fence.on(new FenceEvent.Leaks("not yet"), NOW);
    assertThat(fence.complaint()).isEmpty();
    assertThat(fence.on(new FenceEvent.Tick(), NOW.plusSeconds(1)))
        .contains(new FenceAction.ProbeFence(9));
    fence.on(new FenceEvent.Holds(), NOW.plusSeconds(1));
    assertThat(fence.epoch()).isEqualTo(9);
  }

  @Test
  void missingConfigMapIsCreated() {
    fence.on(new FenceEvent.Tick(), NOW);
    assertThat(fence.on(new FenceEvent.Read(0, null), NOW))
        .contains(new FenceAction.RaiseFence(4, null));
  }

  @Test
  void clusterWithoutPolicyNeverOpensAndSaysSo() {
    fence.on(new FenceEvent.Tick(), NOW);
    fence.on(new FenceEvent.Read(0, null), NOW);
    fence.on(new FenceEvent.Raised(4), NOW);
    for (int second = 0; second < 100; second++) {
      fence.on(new FenceEvent.Leaks("the policy is missing"), NOW.plusSeconds(second));
      fence.on(new FenceEvent.Tick(), NOW.plusSeconds(second));
    }
    assertThat(fence.epoch()).isZero();
    assertThat(fence.complaint()).contains("nothing is placed").contains("the policy is missing");
  }

  @Test
  void overtakenReadsAgain() {
    fence.on(new FenceEvent.Tick(), NOW);
    fence.on(new FenceEvent.Read(5, "1"), NOW);
    fence.on(new FenceEvent.Overtaken(), NOW);
    assertThat(fence.on(new FenceEvent.Tick(), NOW)).contains(new FenceAction.ReadFence());
    assertThat(fence.on(new FenceEvent.Read(20, "2"), NOW))
        .contains(new FenceAction.RaiseFence(21, "2"));
  }
}
