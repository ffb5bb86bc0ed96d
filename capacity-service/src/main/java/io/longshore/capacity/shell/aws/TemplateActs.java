package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.launch.TemplateSpec;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Makes launch templates. A version's description is its content's fingerprint; the template's tag
 * repeats that of the latest version, so that one listing shows it.
 */
final class TemplateActs {

  private final Ec2AsyncClient ec2;
  private final Names names;

  TemplateActs(Ec2AsyncClient ec2, Names names) {
    this.ec2 = ec2;
    this.names = names;
  }

  /** The template exists and its latest version has this content. */
  Uni<Void> ensure(TemplateSpec spec) {
    return latest(spec.name())
        .chain(latest -> latest.map(v -> renew(spec, v)).orElseGet(() -> create(spec)));
  }

  private Uni<Optional<LaunchTemplateVersion>> latest(String name) {
    return Calls.call(
            () ->
                ec2.describeLaunchTemplateVersions(
                    r -> r.launchTemplateName(name).versions("$Latest")))
        .map(answer -> answer.launchTemplateVersions().stream().findFirst())
        .onFailure(failure -> Calls.code(failure).contains("NotFound"))
        .recoverWithItem(Optional.empty());
  }

  private Uni<Void> create(TemplateSpec spec) {
    var tags = Map.of(names.environment(), spec.environmentUuid(), names.content(), spec.content());
    return Calls.call(
            () ->
                ec2.createLaunchTemplate(
                    r ->
                        r.launchTemplateName(spec.name())
                            .versionDescription(spec.content())
                            .launchTemplateData(data(spec))
                            .tagSpecifications(
                                TagSpecification.builder()
                                    .resourceType(ResourceType.LAUNCH_TEMPLATE)
                                    .tags(tags(tags))
                                    .build())))
        .replaceWithVoid();
  }

  private Uni<Void> renew(TemplateSpec spec, LaunchTemplateVersion latest) {
    Uni<Void> version = Uni.createFrom().voidItem();
    if (!spec.content().equals(latest.versionDescription())) {
      version =
          Calls.call(
                  () ->
                      ec2.createLaunchTemplateVersion(
                          r ->
                              r.launchTemplateName(spec.name())
                                  .versionDescription(spec.content())
                                  .launchTemplateData(data(spec))))
              .replaceWithVoid();
    }
    var tags = tags(Map.of(names.content(), spec.content()));
    return version
        .chain(
            () ->
                Calls.call(
                    () -> ec2.createTags(r -> r.resources(latest.launchTemplateId()).tags(tags))))
        .replaceWithVoid();
  }

  private static RequestLaunchTemplateData data(TemplateSpec spec) {
    var placement = spec.placement();
    var tags = tags(spec.sortedTags());
    var data =
        RequestLaunchTemplateData.builder()
            .imageId(spec.imageId())
            .userData(
                Base64.getEncoder()
                    .encodeToString(spec.userData().getBytes(StandardCharsets.UTF_8)))
            .metadataOptions(m -> m.httpTokens("required").httpPutResponseHopLimit(2))
            .tagSpecifications(
                List.of(tagged(ResourceType.INSTANCE, tags), tagged(ResourceType.VOLUME, tags)));
    if (!placement.securityGroups().isEmpty()) {
      data.securityGroupIds(placement.securityGroups());
    }
    if (!placement.keyPair().isEmpty()) {
      data.keyName(placement.keyPair());
    }
    if (!placement.placementGroup().isEmpty()) {
      data.placement(p -> p.groupName(placement.placementGroup()));
    }
    var profile = placement.instanceProfile();
    if (!profile.isEmpty()) {
      data.iamInstanceProfile(
          p -> (profile.startsWith("arn:") ? p.arn(profile) : p.name(profile)).build());
    }
    return data.build();
  }

  private static LaunchTemplateTagSpecificationRequest tagged(ResourceType type, List<Tag> tags) {
    return LaunchTemplateTagSpecificationRequest.builder().resourceType(type).tags(tags).build();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
