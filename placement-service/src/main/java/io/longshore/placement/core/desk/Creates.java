package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who waits to be created, in order of arrival, and whose create is out. Few are out at a time, so
 * that few are in doubt after a crash and a Stop never waits behind ten thousand starts.
 */
final class Creates {

  private final int most;
  private final Set<LaunchId> waiting = new LinkedHashSet<>();
  private final Set<LaunchId> out = new HashSet<>();

  Creates(int most) {
    this.most = most;
  }

  void await(LaunchId id) {
    waiting.add(id);
  }

  void awaitNoMore(LaunchId id) {
    waiting.remove(id);
  }

  boolean full() {
    return out.size() >= most;
  }

  List<LaunchId> waiting() {
    return List.copyOf(waiting);
  }

  void sent(LaunchId id) {
    waiting.remove(id);
    out.add(id);
  }

  void answered(LaunchId id) {
    out.remove(id);
  }

  int out() {
    return out.size();
  }
}
