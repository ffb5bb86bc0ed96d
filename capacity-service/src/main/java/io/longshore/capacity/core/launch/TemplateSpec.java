package io.longshore.capacity.core.launch;

import io.longshore.capacity.core.Environment.Placement;
import java.util.Map;
import java.util.TreeMap;

/**
 * The launch template of an environment. It has one name and a version for each content; groups
 * launch from the latest.
 *
 * @param name its name
 * @param environmentUuid whose it is
 * @param imageId an AMI or a {@code resolve:ssm:} parameter
 * @param userData the script, as plain text
 * @param placement security groups, key pair, instance profile, placement group
 * @param instanceTags tags of instances and their volumes
 * @param content fingerprint of all this
 */
public record TemplateSpec(
    String name,
    String environmentUuid,
    String imageId,
    String userData,
    Placement placement,
    Map<String, String> instanceTags,
    String content) {

  /** Copies. */
  public TemplateSpec {
    instanceTags = Map.copyOf(instanceTags);
  }

  /** The instances' tags in a fixed order. */
  public Map<String, String> sortedTags() {
    return new TreeMap<>(instanceTags);
  }
}
