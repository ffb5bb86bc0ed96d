package io.longshore.placement.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.EksContainer;
import io.longshore.api.batch.v1.EksContainerSecurityContext;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.EksPodSecurityContext;
import io.longshore.api.batch.v1.EksSeccompProfile;
import io.longshore.api.batch.v1.EksVolume;
import io.longshore.api.batch.v1.ImagePullSecret;
import io.longshore.kit.core.Undecodable;
import io.longshore.placement.core.pod.Container;
import io.longshore.placement.core.pod.PodTemplate;
import io.longshore.placement.core.pod.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job's pods look like, from AWS Batch's form. */
final class TemplateWire {

  private TemplateWire() {}

  static PodTemplate read(ByteString body) {
    try {
      return read(io.longshore.api.internal.v1.PodTemplate.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("pod template", e);
    }
  }

  private static PodTemplate read(io.longshore.api.internal.v1.PodTemplate template) {
    EksPodProperties pod = template.getPod();
    return new PodTemplate(
        pod.getMetadata().getNamespace(),
        pod.getServiceAccountName(),
        pod.hasHostNetwork() ? pod.getHostNetwork() : null,
        pod.getDnsPolicy(),
        pod.getImagePullSecretsList().stream().map(ImagePullSecret::getName).toList(),
        containers(pod.getInitContainersList()),
        containers(pod.getContainersList()),
        pod.getVolumesList().stream().map(TemplateWire::volume).toList(),
        pod.getMetadata().getLabelsMap(),
        pod.getMetadata().getAnnotationsMap(),
        pod.hasShareProcessNamespace() ? pod.getShareProcessNamespace() : null,
        pod.hasSecurityContext() ? security(pod.getSecurityContext()) : null,
        template.getFromContainerProperties(),
        template.getTagsMap());
  }

  private static List<Container> containers(List<EksContainer> containers) {
    return containers.stream().map(TemplateWire::container).toList();
  }

  private static Container container(EksContainer c) {
    // AWS shows the only container's name as "default"; Kubernetes takes no capitals.
    String name = c.getName().equals("Default") ? "default" : c.getName();
    return new Container(
        name,
        c.getImage(),
        c.getImagePullPolicy(),
        c.getCommandList(),
        c.getArgsList(),
        c.getEnvList().stream()
            .map(e -> new Container.Variable(e.getName(), e.getValue()))
            .toList(),
        c.getResources().getLimitsMap(),
        c.getResources().getRequestsMap(),
        c.getVolumeMountsList().stream()
            .map(
                m ->
                    new Container.Mount(
                        m.getName(), m.getMountPath(), m.getSubPath(), m.getReadOnly()))
            .toList(),
        c.hasSecurityContext() ? security(c.getSecurityContext()) : null);
  }

  private static Container.Security security(EksContainerSecurityContext s) {
    return new Container.Security(
        s.hasRunAsUser() ? s.getRunAsUser() : null,
        s.hasRunAsGroup() ? s.getRunAsGroup() : null,
        s.hasPrivileged() ? s.getPrivileged() : null,
        s.hasAllowPrivilegeEscalation() ? s.getAllowPrivilegeEscalation() : null,
        s.hasReadOnlyRootFilesystem() ? s.getReadOnlyRootFilesystem() : null,
        s.hasRunAsNonRoot() ? s.getRunAsNonRoot() : null,
        List.copyOf(s.getCapabilities().getAddList()),
        List.copyOf(s.getCapabilities().getDropList()),
        s.hasSeccompProfile() ? seccomp(s.getSeccompProfile()) : null);
  }

  private static PodTemplate.Security security(EksPodSecurityContext s) {
    return new PodTemplate.Security(
        s.hasRunAsUser() ? s.getRunAsUser() : null,
        s.hasRunAsGroup() ? s.getRunAsGroup() : null,
        s.hasRunAsNonRoot() ? s.getRunAsNonRoot() : null,
        s.hasFsGroup() ? s.getFsGroup() : null,
        s.hasSeccompProfile() ? seccomp(s.getSeccompProfile()) : null);
  }

  private static Container.@Nullable Seccomp seccomp(EksSeccompProfile profile) {
    return switch (profile.getType()) {
      case EKS_SECCOMP_PROFILE_TYPE_RUNTIME_DEFAULT -> new Container.Seccomp("RuntimeDefault", "");
      case EKS_SECCOMP_PROFILE_TYPE_LOCALHOST ->
          new Container.Seccomp("Localhost", profile.getLocalhostProfile());
      case EKS_SECCOMP_PROFILE_TYPE_UNCONFINED -> new Container.Seccomp("Unconfined", "");
      case EKS_SECCOMP_PROFILE_TYPE_UNSPECIFIED -> null;
      case UNRECOGNIZED -> throw new Undecodable("pod template", "unknown seccomp profile type");
    };
  }

  private static Volume volume(EksVolume v) {
    if (v.hasHostPath()) {
      return new Volume.HostPath(v.getName(), v.getHostPath().getPath());
    }
    if (v.hasSecret()) {
      return new Volume.SecretFiles(
          v.getName(), v.getSecret().getSecretName(), v.getSecret().getOptional());
    }
    if (v.hasPersistentVolumeClaim()) {
      return new Volume.Claim(
          v.getName(),
          v.getPersistentVolumeClaim().getClaimName(),
          v.getPersistentVolumeClaim().getReadOnly());
    }
    if (v.hasEmptyDir()) {
      return new Volume.EmptyDir(
          v.getName(), v.getEmptyDir().getMedium(), v.getEmptyDir().getSizeLimit());
    }
    throw new Undecodable("pod template", "volume " + v.getName() + " has no source");
  }
}
