package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.EksSeccompProfileType;
import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.ContainerRules;
import io.longshore.queue.core.definition.Parameters;
import io.longshore.queue.core.definition.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodWireTest {

  @Test
  void membersThatNothingDecidesOnGoThrough() {
    var pod = EksPodProperties.newBuilder().setServiceAccountName("runner").setHostNetwork(false);
    pod.addImagePullSecretsBuilder().setName("registry");
    pod.addVolumesBuilder().setName("tmp").getEmptyDirBuilder().setSizeLimit("1Gi");
    pod.getSecurityContextBuilder()
        .setRunAsUser(7)
        .getSeccompProfileBuilder()
        .setType(EksSeccompProfileType.EKS_SECCOMP_PROFILE_TYPE_RUNTIME_DEFAULT);
    var container = pod.addContainersBuilder().setImage("busybox");
    container.addVolumeMountsBuilder().setName("tmp").setMountPath("/tmp").setReadOnly(true);
    container.getSecurityContextBuilder().getCapabilitiesBuilder().addDrop("ALL");
    var whole = pod.build();
    assertThat(PodWire.write(whole, PodWire.read(whole))).isEqualTo(whole);
  }

  @Test
  void parametersStandInThePodThatIsWritten() {
    var pod = EksPodProperties.newBuilder();
    pod.addContainersBuilder().setImage("busybox").addCommand("echo").addArgs("Ref::word");
    var read = Parameters.substitute(PodWire.read(pod.build()), Map.of("word", "hello")).pod();
    assertThat(PodWire.write(pod.build(), read).getContainers(0).getArgsList())
        .containsExactly("hello");
  }

  @Test
  void containerPropertiesAreOneContainerNamedDefault() {
    var job =
        new ContainerJob(
            "busybox",
            2,
            512,
            List.of("echo", "x"),
            List.of(new Pod.EnvironmentVariable("A", "1")),
            List.of(),
            true,
            null);
    var written = PodWire.write(ContainerRules.toPod(job));
    assertThat(written.getContainersList())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.getName()).isEqualTo("default");
              assertThat(c.getImage()).isEqualTo("busybox");
              assertThat(c.getCommandList()).isEmpty();
              assertThat(c.getArgsList()).containsExactly("echo", "x");
              assertThat(c.getEnv(0).getValue()).isEqualTo("1");
              assertThat(c.getResources().getRequestsMap())
                  .containsEntry("cpu", "2")
                  .containsEntry("memory", "512Mi");
              assertThat(c.getSecurityContext().getPrivileged()).isTrue();
              assertThat(c.getSecurityContext().hasReadOnlyRootFilesystem()).isFalse();
            });
  }
}
