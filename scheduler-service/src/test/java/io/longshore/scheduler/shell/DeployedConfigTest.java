package io.longshore.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.shell.config.KitConfig;
import io.longshore.kit.testing.Deployed;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The kustomize base is rendered by CI and run by nobody there: here its keys are read. */
class DeployedConfigTest {

  @Test
  void theBaseGivesAllThatTheServiceAsksFor() throws IOException {
    var config = Deployed.config("scheduler-service", KitConfig.class, SchedulerConfig.class);
    assertThat(config.getConfigMapping(KitConfig.class).database().url())
        .startsWith("postgresql://");
    assertThat(config.getConfigMapping(SchedulerConfig.class)).isNotNull();
    assertThat(config.getValue("kafka.bootstrap.servers", String.class)).isNotEmpty();
    // Probes, Service and policies go to this port.
    assertThat(config.getValue("quarkus.http.port", int.class)).isEqualTo(8080);
  }
}
