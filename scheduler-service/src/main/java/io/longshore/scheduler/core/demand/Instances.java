package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All instances, by id and by environment. */
public final class Instances {
  private final Map<String, Instance> byId = new HashMap<>();
  private final Map<EnvironmentArn, TreeMap<String, Instance>> byEnvironment = new HashMap<>();
  private final TreeMap<String, Instance> draining = new TreeMap<>();

  public void put(Instance instance) {
    remove(instance.id());
    byId.put(instance.id(), instance);
    byEnvironment
        .computeIfAbsent(instance.environment(), _ -> new TreeMap<>())
        .put(instance.id(), instance);
    if (instance.state() instanceof InstanceState.Draining) {
      draining.put(instance.id(), instance);
    }
  }

  public void remove(String id) {
    var old = byId.remove(id);
    if (old == null) {
      return;
    }
    draining.remove(id);
    var siblings = byEnvironment.get(old.environment());
    if (siblings != null && siblings.remove(id) != null && siblings.isEmpty()) {
      byEnvironment.remove(old.environment());
    }
  }

  public @Nullable Instance get(String id) {
    return byId.get(id);
  }

  public int count() {
    return byId.size();
  }

  /** An environment's instances by id. */
  public Collection<Instance> of(EnvironmentArn environment) {
    var siblings = byEnvironment.get(environment);
    return siblings == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(siblings.values());
  }

  /** Instances that go when their last launch has ended, by id. */
  public Collection<Instance> draining() {
    return Collections.unmodifiableCollection(draining.values());
  }

  /** All instances by id. */
  public Collection<Instance> all() {
    return Collections.unmodifiableCollection(new TreeMap<>(byId).values());
  }
}
