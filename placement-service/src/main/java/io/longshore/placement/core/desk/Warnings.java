package io.longshore.placement.core.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks for a namespace's warnings while pods there keep starting and their statuses do not say why.
 * One question at a time and not too often, however many pods wait: API servers look through all
 * events of a namespace for each.
 */
final class Warnings {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Namespaces to ask about, and when. */
  private final Map<String, Instant> wanted = new TreeMap<>();

  private final Map<String, Instant> notBefore = new TreeMap<>();
  private final Set<String> asking = new HashSet<>();

  void want(String namespace) {
    wanted.computeIfAbsent(namespace, n -> notBefore.getOrDefault(n, Instant.MIN));
  }

  void answered(String namespace, Instant now) {
    asking.remove(namespace);
    notBefore.put(namespace, now.plus(PAUSE));
  }

  /** What is to be asked now. */
  List<Action> pursue(Instant now) {
    var actions = new ArrayList<Action>();
    wanted.forEach(
        (namespace, due) -> {
          if (!asking.contains(namespace) && !due.isAfter(now)) {
            asking.add(namespace);
            actions.add(new Action.ReadWarnings(namespace));
          }
        });
    wanted.keySet().removeAll(asking);
    return actions;
  }

  /** When one that waits is due. */
  Optional<Instant> wakeAt() {
    return wanted.values().stream().min(Instant::compareTo);
  }
}
