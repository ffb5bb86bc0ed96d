package io.longshore.capacity.core.reconcile;

import java.util.Set;

/**
 * What the next look at AWS must cover beside everything that carries our tag.
 *
 * @param instances ids to ask for even if their tag is gone
 * @param groups groups with open requests, whose refused launches matter
 */
public record Look(Set<String> instances, Set<String> groups) {
  /** Copies. */
  public Look {
    instances = Set.copyOf(instances);
    groups = Set.copyOf(groups);
  }
}
