package io.longshore.scheduler.core.fit;

/** A node object's UID; names are reused, UIDs are not. */
public record NodeUid(String uid) implements Comparable<NodeUid> {
  @Override
  public int compareTo(NodeUid other) {
    return uid.compareTo(other.uid);
  }

  @Override
  public String toString() {
    return uid;
  }
}
