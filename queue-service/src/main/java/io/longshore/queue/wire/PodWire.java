package io.longshore.queue.wire;

import io.longshore.api.batch.v1.EksContainer;
import io.longshore.api.batch.v1.EksContainerEnvironmentVariable;
import io.longshore.api.batch.v1.EksContainerOverride;
import io.longshore.api.batch.v1.EksContainerResourceRequirements;
import io.longshore.api.batch.v1.EksContainerSecurityContext;
import io.longshore.api.batch.v1.EksMetadata;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.EksPodPropertiesOverride;
import io.longshore.api.batch.v1.EksPodSecurityContext;
import io.longshore.api.batch.v1.EksSeccompProfile;
import io.longshore.api.batch.v1.EksSeccompProfileType;
import io.longshore.api.batch.v1.EksVolume;
import io.longshore.queue.core.definition.Pod;
import io.longshore.queue.core.definition.PodOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** eksProperties and their overrides. */
public final class PodWire {

  private PodWire() {}

  /** What rules look at of a pod. */
  public static Pod read(EksPodProperties pod) {
    return new Pod(
        pod.hasDnsPolicy() ? pod.getDnsPolicy() : null,
        pod.getContainersList().stream().map(PodWire::container).toList(),
        pod.getInitContainersList().stream().map(PodWire::container).toList(),
        pod.getVolumesList().stream().map(PodWire::volume).toList(),
        metadata(pod.getMetadata()),
        pod.hasSecurityContext() ? security(pod.getSecurityContext()) : Pod.Security.NONE);
  }

  /** What a submission changes of a pod. */
  public static PodOverride read(EksPodPropertiesOverride override) {
    return new PodOverride(
        override.getContainersList().stream().map(PodWire::override).toList(),
        override.getInitContainersList().stream().map(PodWire::override).toList(),
        metadata(override.getMetadata()));
  }

  private static Pod.Container container(EksContainer c) {
    return new Pod.Container(
        c.hasName() ? c.getName() : null,
        c.hasImage() ? c.getImage() : null,
        c.hasImagePullPolicy() ? c.getImagePullPolicy() : null,
        c.getCommandList(),
        c.getArgsList(),
        environment(c.getEnvList()),
        amounts(c.getResources()),
        c.getVolumeMountsList().stream()
            .map(
                m ->
                    new Pod.Mount(
                        m.hasName() ? m.getName() : null,
                        m.hasMountPath() ? m.getMountPath() : null))
            .toList(),
        c.hasSecurityContext() ? security(c.getSecurityContext()) : Pod.Security.NONE);
  }

  private static PodOverride.Container override(EksContainerOverride c) {
    return new PodOverride.Container(
        c.hasName() ? c.getName() : null,
        c.hasImage() ? c.getImage() : null,
        c.getCommandList(),
        c.getArgsList(),
        environment(c.getEnvList()),
        amounts(c.getResources()));
  }

  private static List<Pod.EnvironmentVariable> environment(
      List<EksContainerEnvironmentVariable> variables) {
    return variables.stream()
        .map(v -> new Pod.EnvironmentVariable(v.getName(), v.hasValue() ? v.getValue() : null))
        .toList();
  }

  private static Pod.Amounts amounts(EksContainerResourceRequirements resources) {
    return new Pod.Amounts(resources.getLimitsMap(), resources.getRequestsMap());
  }

  private static Pod.Metadata metadata(EksMetadata metadata) {
    return new Pod.Metadata(
        metadata.getLabelsMap(),
        metadata.getAnnotationsMap(),
        metadata.hasNamespace() ? metadata.getNamespace() : null);
  }

  private static Pod.Volume volume(EksVolume volume) {
    int sources =
        IntStream.of(
                volume.hasHostPath() ? 1 : 0,
                volume.hasEmptyDir() ? 1 : 0,
                volume.hasSecret() ? 1 : 0,
                volume.hasPersistentVolumeClaim() ? 1 : 0)
            .sum();
    var empty = volume.getEmptyDir();
    return new Pod.Volume(
        volume.hasName() ? volume.getName() : null,
        sources,
        empty.hasMedium() ? empty.getMedium() : null,
        empty.hasSizeLimit() ? empty.getSizeLimit() : null,
        reference(volume));
  }

  private static @Nullable String reference(EksVolume volume) {
    if (volume.getHostPath().hasPath()) {
      return volume.getHostPath().getPath();
    }
    if (volume.getSecret().hasSecretName()) {
      return volume.getSecret().getSecretName();
    }
    var claim = volume.getPersistentVolumeClaim();
    return claim.hasClaimName() ? claim.getClaimName() : null;
  }

  private static Pod.Security security(EksPodSecurityContext context) {
    var ids = new ArrayList<Long>();
    if (context.hasRunAsUser()) {
      ids.add(context.getRunAsUser());
    }
    if (context.hasRunAsGroup()) {
      ids.add(context.getRunAsGroup());
    }
    if (context.hasFsGroup()) {
      ids.add(context.getFsGroup());
    }
    return new Pod.Security(
        List.copyOf(ids),
        List.of(),
        null,
        null,
        context.hasSeccompProfile() ? seccomp(context.getSeccompProfile()) : null);
  }

  private static Pod.Security security(EksContainerSecurityContext context) {
    var ids = new ArrayList<Long>();
    if (context.hasRunAsUser()) {
      ids.add(context.getRunAsUser());
    }
    if (context.hasRunAsGroup()) {
      ids.add(context.getRunAsGroup());
    }
    var capabilities = context.getCapabilities();
    return new Pod.Security(
        List.copyOf(ids),
        List.of(capabilities.getAddList(), capabilities.getDropList()),
        context.hasPrivileged() ? context.getPrivileged() : null,
        context.hasReadOnlyRootFilesystem() ? context.getReadOnlyRootFilesystem() : null,
        context.hasSeccompProfile() ? seccomp(context.getSeccompProfile()) : null);
  }

  private static Pod.Seccomp seccomp(EksSeccompProfile profile) {
    return new Pod.Seccomp(
        profile.hasType()
            && profile.getType() != EksSeccompProfileType.EKS_SECCOMP_PROFILE_TYPE_UNSPECIFIED,
        profile.getType() == EksSeccompProfileType.EKS_SECCOMP_PROFILE_TYPE_LOCALHOST,
        profile.hasLocalhostProfile() ? profile.getLocalhostProfile() : null);
  }

  /**
   * A definition's pod as it runs: what overrides and parameters may change comes from {@code pod}.
   */
  static EksPodProperties write(EksPodProperties base, Pod pod) {
    var written = base.toBuilder();
    for (int i = 0; i < pod.containers().size(); i++) {
      write(pod.containers().get(i), written.getContainersBuilder(i));
    }
    for (int i = 0; i < pod.initContainers().size(); i++) {
      write(pod.initContainers().get(i), written.getInitContainersBuilder(i));
    }
    if (!pod.metadata().equals(Pod.Metadata.NONE)) {
      var metadata = written.getMetadataBuilder();
      metadata.clearLabels().putAllLabels(pod.metadata().labels());
      metadata.clearAnnotations().putAllAnnotations(pod.metadata().annotations());
      if (pod.metadata().namespace() != null) {
        metadata.setNamespace(pod.metadata().namespace());
      }
    }
    return written.build();
  }

  /** A pod that was made of containerProperties: one container. */
  static EksPodProperties write(Pod pod) {
    var written = EksPodProperties.newBuilder();
    for (var container : pod.containers()) {
      var builder = written.addContainersBuilder();
      write(container, builder);
      var security = container.security();
      if (security.privileged() != null) {
        builder.getSecurityContextBuilder().setPrivileged(security.privileged());
      }
      if (security.readOnlyRoot() != null) {
        builder.getSecurityContextBuilder().setReadOnlyRootFilesystem(security.readOnlyRoot());
      }
    }
    return written.build();
  }

  private static void write(Pod.Container container, EksContainer.Builder to) {
    if (container.name() != null) {
      to.setName(container.name());
    }
    if (container.image() != null) {
      to.setImage(container.image());
    }
    to.clearCommand().addAllCommand(container.command());
    to.clearArgs().addAllArgs(container.args()).clearEnv();
    for (var variable : container.env()) {
      var env = to.addEnvBuilder().setName(variable.name());
      if (variable.value() != null) {
        env.setValue(variable.value());
      }
    }
    if (!container.resources().equals(Pod.Amounts.NONE)) {
      to.getResourcesBuilder()
          .clearLimits()
          .putAllLimits(container.resources().limits())
          .clearRequests()
          .putAllRequests(container.resources().requests());
    }
  }
}
