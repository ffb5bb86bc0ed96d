package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.longshore.standalone.world.TestWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever watches epochs sees what the fence keeps out, and asks without leaving a pod. */
class EpochsTest {

  @Test
  void podBelowTheFenceIsRefused(@TempDir Path data) throws Exception {
    try (var world = TestWorld.start(data);
        var epochs = new Epochs(world.kubeUrl())) {
      var fence =
          new ConfigMapBuilder()
              .withNewMetadata()
              .withName("longshore-fence")
              .endMetadata()
              .addToData("epoch", "5")
              .build();
      world.kube().configMaps().inNamespace("longshore-system").resource(fence).create();
      assertThat(epochs.fence()).isEqualTo(5);
      await().until(() -> !epochs.refuses(5));
      assertThat(epochs.refuses(4)).isTrue();
      assertThat(epochs.seen()).isEmpty();
    }
  }
}
