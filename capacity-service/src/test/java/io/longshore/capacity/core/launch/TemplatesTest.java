package io.longshore.capacity.core.launch;

import static io.longshore.capacity.core.Some.UUID;
import static io.longshore.capacity.core.Some.environment;
import static io.longshore.capacity.core.Some.launch;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Environment.Image;
import io.longshore.capacity.core.launch.LaunchSettings.ClusterAccess;
import io.longshore.capacity.core.launch.LaunchSettings.DefaultImage;
import io.longshore.capacity.core.launch.LaunchSettings.UserDataForm;
import io.longshore.capacity.core.launch.LaunchSettings.UserDataForm.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {

  @TempDir Path home;

  @Test
  void bootstrapScriptIsCalledWithLabelsAndTaint() throws Exception {
    var script = home.resolve("bootstrap");
    Files.writeString(script, "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    var settings = settings(Kind.BOOTSTRAP_SH, script.toString());
    assertThat(run(made(settings, environment(8, "m6i")).userData()))
        .containsExactly(
            "demo",
            "--kubelet-extra-args",
            "--node-labels=batch.longshore.io/compute-environment-uuid="
                + UUID
                + ",pool=a,batch.longshore.io/instance-id=i-0abc"
                + " --register-with-taints=batch.longshore.io/batch-node=:NoSchedule,"
                + "batch.longshore.io/batch-node=:NoExecute");
  }

  @Test
  void nodeadmGetsAConfigWithTheCluster() {
    var made = made(settings(Kind.NODEADM, ""), environment(8, "m6i"));
    assertThat(made.userData())
        .contains("    name: demo\n")
        .contains("    apiServerEndpoint: https://api.example\n")
        .contains("    cidr: 10.100.0.0/16\n")
        .contains("batch.longshore.io/instance-id=$id")
        .contains("exec nodeadm init --config-source file:///etc/longshore/node-config.yaml");
  }

  @Test
  void nodeadmWithoutTheClustersAddressIsRefused() {
    var settings = settings(Kind.NODEADM, "");
    var without =
        new LaunchSettings(
            settings.names(), settings.userData(), settings.image(), Map.of(), Map.of());
    assertThat(new Templates(without).of(environment(8, "m6i"), "amd64", false))
        .isInstanceOfSatisfying(
            Templates.Result.Refused.class, r -> assertThat(r.why()).contains("cluster demo"));
  }

  @Test
  void imageTypeChoosesTheBootstrap() {
    var settings = settings(Kind.BY_IMAGE, "/etc/eks/bootstrap.sh");
    var al2 = made(settings, with(environment(8, "m6i"), new Image("ami-1", "EKS_AL2", "")));
    var al2023 = made(settings, with(environment(8, "m6i"), new Image("ami-1", "EKS_AL2023", "")));
    assertThat(al2.userData()).contains("/etc/eks/bootstrap.sh demo");
    assertThat(al2023.userData()).contains("nodeadm init");
  }

  @Test
  void defaultImageIsFilledIn() {
    var environment = with(environment(8, "m6i"), new Image("", "EKS_AL2023", "1.34"));
    var settings =
        new LaunchSettings(
            launch().names(),
            launch().userData(),
            new DefaultImage("resolve:ssm:/{kubernetes}/{architecture}/{variant}", "1.35"),
            Map.of(),
            Map.of());
    assertThat(template(settings, environment, "amd64", false).imageId())
        .isEqualTo("resolve:ssm:/1.34/x86_64/standard");
    assertThat(template(settings, environment, "arm64", true).imageId())
        .isEqualTo("resolve:ssm:/1.34/arm64/nvidia");
  }

  @Test
  void equalContentHasEqualFingerprintsAndOtherContentOthers() {
    var settings = settings(Kind.BOOTSTRAP_SH, "/x");
    var one = made(settings, environment(8, "m6i"));
    assertThat(made(settings, environment(99, "c6i")).content()).isEqualTo(one.content());
    assertThat(made(settings(Kind.BOOTSTRAP_SH, "/y"), environment(8, "m6i")).content())
        .isNotEqualTo(one.content());
    assertThat(one.instanceTags())
        .containsEntry("batch.longshore.io/content", one.content())
        .containsEntry("batch.longshore.io/compute-environment-uuid", UUID)
        .containsEntry("team", "genomics")
        .containsEntry("kubernetes.io/cluster/demo", "owned");
  }

  private static Environment with(Environment e, Image image) {
    var c = e.compute();
    return new Environment(
        e.arn(),
        e.name(),
        e.uuid(),
        e.version(),
        e.life(),
        e.managed(),
        e.cluster(),
        new Environment.Compute(
            c.market(),
            c.strategy(),
            c.maximumVcpus(),
            c.instanceTypes(),
            image,
            c.placement(),
            c.tags(),
            c.notHonoured()));
  }

  private static LaunchSettings settings(Kind kind, String command) {
    return new LaunchSettings(
        launch().names(),
        new UserDataForm(kind, command),
        launch().image(),
        Map.of("demo", new ClusterAccess("https://api.example", "Q0E=", "10.100.0.0/16")),
        Map.of("pool", "a"));
  }

  private static TemplateSpec made(LaunchSettings settings, Environment environment) {
    return template(settings, environment, "amd64", false);
  }

  private static TemplateSpec template(
      LaunchSettings settings, Environment environment, String architecture, boolean gpus) {
    return switch (new Templates(settings).of(environment, architecture, gpus)) {
      case Templates.Result.Made(var template) -> template;
      case Templates.Result.Refused(var why) -> throw new AssertionError(why);
    };
  }

  private List<String> run(String script) throws IOException, InterruptedException {
    var file = Files.writeString(home.resolve("user-data"), script);
    var builder = new ProcessBuilder("bash", file.toString()).redirectErrorStream(true);
    builder.environment().put("INSTANCE_ID", "i-0abc");
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }
}
