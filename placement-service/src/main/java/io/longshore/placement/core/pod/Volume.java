package io.longshore.placement.core.pod;

/** A volume of a pod, of exactly one kind. */
public sealed interface Volume {

  /** Its name in the pod. */
  String name();

  /** A path of the node. */
  record HostPath(String name, String path) implements Volume {}

  /** A folder that lives as long as the pod; medium and limit are empty where not given. */
  record EmptyDir(String name, String medium, String sizeLimit) implements Volume {}

  /** A secret of the namespace. */
  record SecretFiles(String name, String secret, boolean optional) implements Volume {}

  /** A claim of the namespace. */
  record Claim(String name, String claim, boolean readOnly) implements Volume {}
}
