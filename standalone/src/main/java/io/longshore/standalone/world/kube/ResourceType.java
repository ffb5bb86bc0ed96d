package io.longshore.standalone.world.kube;

import java.util.Locale;
import java.util.Optional;

/** The kinds of object that the stand-in serves, all of core v1. */
public enum ResourceType {
  /** Pods. */
  PODS("Pod", true, "po"),
  /** Nodes. */
  NODES("Node", false, "no"),
  /** Namespaces. */
  NAMESPACES("Namespace", false, "ns"),
  /** Events. */
  EVENTS("Event", true, "ev"),
  /** ConfigMaps. */
  CONFIGMAPS("ConfigMap", true, "cm");

  private final String kind;
  private final boolean namespaced;
  private final String shortName;

  ResourceType(String kind, boolean namespaced, String shortName) {
    this.kind = kind;
    this.namespaced = namespaced;
    this.shortName = shortName;
  }

  /** The kind as objects carry it. */
  public String kind() {
    return kind;
  }

  /** Whether objects live in a namespace. */
  public boolean namespaced() {
    return namespaced;
  }

  /** The abbreviation that kubectl takes. */
  String shortName() {
    return shortName;
  }

  /** The plural as paths and errors carry it. */
  public String plural() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the kind has a status of its own that plain updates leave alone. */
  boolean hasStatus() {
    return this == PODS || this == NODES || this == NAMESPACES;
  }

  /** The type with this plural. */
  static Optional<ResourceType> ofPlural(String plural) {
    for (ResourceType type : values()) {
      if (type.plural().equals(plural)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
