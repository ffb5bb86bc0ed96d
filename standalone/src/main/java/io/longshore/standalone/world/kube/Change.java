package io.longshore.standalone.world.kube;

import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 *
 * @param version the resourceVersion of the change
 * @param before the object before it; null where it was created
 * @param after the object after it; null where it was deleted
 */
public record Change(long version, @Nullable StoredObject before, @Nullable StoredObject after) {

  /** The object's name. */
  public ObjectKey key() {
    return newest().key();
  }

  /** The object after the change, or as it was when it was deleted. */
  public StoredObject newest() {
    if (after != null) {
      return after;
    }
    if (before != null) {
      return before;
    }
    throw new IllegalStateException("a change of nothing");
  }
}
