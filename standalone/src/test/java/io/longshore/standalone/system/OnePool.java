package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.CRType;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.demo.Pools;
import java.time.Duration;
import java.util.List;

/** An On-Demand environment and a queue over it, both of one name. */
final class OnePool {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private OnePool() {}

  /** Makes both and returns once they are VALID. */
  static void create(Api api, String name, int maximumVcpus, String instanceType) {
    var pools = new Pools(api);
    var names = List.of(name);
    assertThat(pools.environment(name, CRType.CR_TYPE_EC2, maximumVcpus, List.of(instanceType)))
        .isNotEmpty();
    await().atMost(PATIENCE).until(() -> pools.environmentsValid(names));
    assertThat(pools.queue(name, 1, names)).isNotEmpty();
    await().atMost(PATIENCE).until(() -> pools.queuesValid(names));
  }
}
