package io.longshore.standalone.world.kube;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path below {@code /api/v1}, taken apart.
 *
 * @param type the type of object
 * @param namespace empty for all namespaces and for types without one
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
record RequestPath(ResourceType type, String namespace, String name, String subresource) {

  static Optional<RequestPath> parse(String path) {
    List<String> parts = Arrays.asList(path.substring("/api/v1/".length()).split("/", -1));
    boolean inNamespace =
        parts.size() >= 3
            && parts.get(0).equals("namespaces")
            && ResourceType.ofPlural(parts.get(2)).filter(ResourceType::namespaced).isPresent();
    String namespace = inNamespace ? parts.get(1) : "";
    List<String> rest = inNamespace ? parts.subList(2, parts.size()) : parts;
    Optional<ResourceType> type = ResourceType.ofPlural(rest.get(0));
    if (type.isEmpty() || rest.size() > 3) {
      return Optional.empty();
    }
    String name = rest.size() > 1 ? rest.get(1) : "";
    String subresource = rest.size() > 2 ? rest.get(2) : "";
    boolean misplaced = type.get().namespaced() && !inNamespace && !name.isEmpty();
    return misplaced
        ? Optional.empty()
        : Optional.of(new RequestPath(type.get(), namespace, name, subresource));
  }

  ObjectKey key() {
    return new ObjectKey(namespace, name);
  }

  boolean collection() {
    return name.isEmpty();
  }
}
