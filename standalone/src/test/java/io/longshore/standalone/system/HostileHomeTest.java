package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;

/** The trap shuts: without this, nothing caught would prove nothing. */
class HostileHomeTest {

  private static final Duration SHORT = Duration.ofSeconds(5);

  @TempDir Path folder;

  private HostileHome home;

  @BeforeEach
  void lay() throws Exception {
    home = new HostileHome(folder);
  }

  @AfterEach
  void remove() throws Exception {
    home.close();
  }

  @Test
  void readingShowsWhateverTheMountSays() throws Exception {
    assertThat(home.opened()).isEmpty();
    assertThat(Files.isReadable(folder.resolve(".aws/config"))).isTrue();
    assertThat(home.opened()).isEmpty();
    assertThat(Files.readString(folder.resolve(".kube/config"))).contains("poison");
    assertThat(home.opened()).containsExactly(folder.resolve(".kube/config"));
    assertThat(home.caught()).isZero();
  }

  @Test
  void aClientThatFollowsTheKubeConfigIsCaught() throws Exception {
    var config = Config.fromKubeconfig(folder.resolve(".kube/config").toFile());
    config.setRequestRetryBackoffLimit(0);
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> client.pods().list()).isInstanceOf(RuntimeException.class);
    }
    await().atMost(SHORT).until(() -> home.caught() > 0);
  }

  @Test
  void aClientThatFollowsTheProfileIsCaught() throws Exception {
    var profiles =
        ProfileFile.aggregator()
            .addFile(file(".aws/config", ProfileFile.Type.CONFIGURATION))
            .addFile(file(".aws/credentials", ProfileFile.Type.CREDENTIALS))
            .build();
    try (var client =
        Ec2AsyncClient.builder()
            .httpClientBuilder(NettyNioAsyncHttpClient.builder())
            .overrideConfiguration(
                settings ->
                    settings
                        .defaultProfileFile(profiles)
                        .defaultProfileName("poison")
                        .apiCallTimeout(SHORT))
            .build()) {
      assertThat(client.describeRegions()).failsWithin(SHORT.multipliedBy(2));
    }
    assertThat(home.caught()).isPositive();
  }

  private ProfileFile file(String name, ProfileFile.Type type) {
    return ProfileFile.builder().content(folder.resolve(name)).type(type).build();
  }
}
