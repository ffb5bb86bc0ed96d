package io.longshore.placement.core;

/** One pod for ever: names are used again, UIDs are not. */
public record PodRef(String namespace, String name, String uid) {

  @Override
  public String toString() {
    return namespace + "/" + name + "(" + uid + ")";
  }
}
