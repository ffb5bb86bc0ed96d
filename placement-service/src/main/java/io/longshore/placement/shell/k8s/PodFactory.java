package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.CapabilitiesBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.longshore.placement.core.pod.Container;
import io.longshore.placement.core.pod.PodPlan;
import io.longshore.placement.core.pod.PodTemplate;
import io.longshore.placement.core.pod.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spells a plan in Kubernetes' words, field by field; what a pod looks like is decided before. */
public final class PodFactory {

  private PodFactory() {}

  /** The pod of a plan. */
  public static Pod pod(PodPlan plan) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(plan.namespace())
        .withName(plan.name())
        .withLabels(plan.labels())
        .withAnnotations(plan.annotations())
        .withFinalizers(plan.finalizers())
        .endMetadata()
        .withSpec(spec(plan))
        .build();
  }

  private static PodSpec spec(PodPlan plan) {
    var spec =
        new PodSpecBuilder()
            .withNodeName(plan.nodeName())
            .withNodeSelector(plan.nodeSelector())
            .withRestartPolicy("Never")
            .withTerminationGracePeriodSeconds(plan.terminationGraceSeconds())
            .withHostNetwork(plan.hostNetwork())
            .withDnsPolicy(plan.dnsPolicy())
            .withShareProcessNamespace(plan.shareProcessNamespace())
            .withTolerations(
                plan.tolerations().stream()
                    .map(
                        t ->
                            new TolerationBuilder()
                                .withKey(t.key())
                                .withOperator("Exists")
                                .withEffect(t.effect())
                                .build())
                    .toList())
            .withImagePullSecrets(
                plan.pullSecrets().stream().map(LocalObjectReference::new).toList())
            .withInitContainers(plan.initContainers().stream().map(PodFactory::container).toList())
            .withContainers(plan.containers().stream().map(PodFactory::container).toList())
            .withVolumes(plan.volumes().stream().map(PodFactory::volume).toList());
    if (!plan.serviceAccount().isEmpty()) {
      spec.withServiceAccountName(plan.serviceAccount());
    }
    PodTemplate.Security security = plan.security();
    if (security != null) {
      spec.withSecurityContext(security(security));
    }
    return spec.build();
  }

  private static io.fabric8.kubernetes.api.model.Container container(Container c) {
    var built =
        new ContainerBuilder()
            .withName(c.name())
            .withImage(c.image())
            .withCommand(c.command())
            .withArgs(c.args())
            .withEnv(c.env().stream().map(v -> new EnvVar(v.name(), v.value(), null)).toList())
            .withResources(
                new ResourceRequirementsBuilder()
                    .withLimits(quantities(c.limits()))
                    .withRequests(quantities(c.requests()))
                    .build())
            .withVolumeMounts(c.mounts().stream().map(PodFactory::mount).toList());
    if (!c.imagePullPolicy().isEmpty()) {
      built.withImagePullPolicy(c.imagePullPolicy());
    }
    Container.Security security = c.security();
    if (security != null) {
      built.withSecurityContext(security(security));
    }
    return built.build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> amounts) {
    var quantities = new LinkedHashMap<String, Quantity>();
    amounts.forEach((name, amount) -> quantities.put(name, new Quantity(amount)));
    return quantities;
  }

  private static VolumeMount mount(Container.Mount m) {
    var mount = new VolumeMountBuilder().withName(m.volume()).withMountPath(m.path());
    if (!m.subPath().isEmpty()) {
      mount.withSubPath(m.subPath());
    }
    if (m.readOnly()) {
      mount.withReadOnly(true);
    }
    return mount.build();
  }

  private static io.fabric8.kubernetes.api.model.Volume volume(Volume volume) {
    var built = new VolumeBuilder().withName(volume.name());
    return switch (volume) {
      case Volume.HostPath(String _, String path) -> built.withNewHostPath(path, null).build();
      case Volume.EmptyDir(String _, String medium, String limit) ->
          built
              .withNewEmptyDir()
              .withMedium(medium.isEmpty() ? null : medium)
              .withSizeLimit(limit.isEmpty() ? null : new Quantity(limit))
              .endEmptyDir()
              .build();
      case Volume.SecretFiles(String _, String secret, boolean optional) ->
          built
              .withNewSecret()
              .withSecretName(secret)
              .withOptional(optional ? true : null)
              .endSecret()
              .build();
      case Volume.Claim(String _, String claim, boolean readOnly) ->
          built.withNewPersistentVolumeClaim(claim, readOnly ? true : null).build();
    };
  }

  private static SecurityContext security(Container.Security s) {
    return new SecurityContextBuilder()
        .withRunAsUser(s.runAsUser())
        .withRunAsGroup(s.runAsGroup())
        .withPrivileged(s.privileged())
        .withAllowPrivilegeEscalation(s.allowPrivilegeEscalation())
        .withReadOnlyRootFilesystem(s.readOnlyRootFilesystem())
        .withRunAsNonRoot(s.runAsNonRoot())
        .withCapabilities(capabilities(s.addCapabilities(), s.dropCapabilities()))
        .withSeccompProfile(seccomp(s.seccomp()))
        .build();
  }

  private static PodSecurityContext security(PodTemplate.Security s) {
    return new PodSecurityContextBuilder()
        .withRunAsUser(s.runAsUser())
        .withRunAsGroup(s.runAsGroup())
        .withRunAsNonRoot(s.runAsNonRoot())
        .withFsGroup(s.fsGroup())
        .withSeccompProfile(seccomp(s.seccomp()))
        .build();
  }

  private static @Nullable Capabilities capabilities(List<String> add, List<String> drop) {
    return add.isEmpty() && drop.isEmpty()
        ? null
        : new CapabilitiesBuilder().withAdd(add).withDrop(drop).build();
  }

  private static @Nullable SeccompProfile seccomp(Container.@Nullable Seccomp s) {
    return s == null
        ? null
        : new SeccompProfile(
            s.localhostProfile().isEmpty() ? null : s.localhostProfile(), s.type());
  }
}
