package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The region's instance types, and what an environment's list of types means there. */
public final class Catalogue {

  private static final Map<String, List<String>> BUNDLES =
      Map.of(
          "optimal", List.of("m6i", "c6i", "r6i", "c7i"),
          "default_x86_64", List.of("m6i", "c6i", "r6i", "c7i"),
          "default_arm64", List.of("m6g", "c6g", "r6g", "c7g"));

  private static final Comparator<InstanceType> BY_SIZE =
      Comparator.comparingInt(InstanceType::vcpus).thenComparing(InstanceType::name);

  private final TreeMap<String, InstanceType> byName = new TreeMap<>();
  private final Map<String, List<InstanceType>> byFamily = new TreeMap<>();

  /** What a list of types came to. */
  public sealed interface Resolved {
    /** Types in the list's order, a family's by size. */
    record Types(List<InstanceType> types) implements Resolved {}

    /** The list cannot be served, and why, for the environment's status reason. */
    record Refused(String why) implements Resolved {}
  }

  /** A catalogue of these types. */
  public Catalogue(List<InstanceType> types) {
    types.forEach(type -> byName.put(type.name(), type));
    byName
        .values()
        .forEach(t -> byFamily.computeIfAbsent(t.family(), f -> new ArrayList<>()).add(t));
    byFamily.values().forEach(family -> family.sort(BY_SIZE));
  }

  /** The type of that name. */
  public Optional<InstanceType> type(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** How many types there are. */
  public int size() {
    return byName.size();
  }

  /**
   * The types that {@code names} allow on {@code market}. Families and bundles leave out bare metal
   * and what the market does not sell; a type named in full is taken at its word.
   */
  public Resolved resolve(List<String> names, Market market) {
    var chosen = new LinkedHashMap<String, InstanceType>();
    for (var name : names) {
      var found = find(name, market);
      if (found.isEmpty()) {
        return new Resolved.Refused(
            "The instance type or family " + name + " is not offered here as " + market.word());
      }
      found.forEach(type -> chosen.putIfAbsent(type.name(), type));
    }
    if (chosen.isEmpty()) {
      return new Resolved.Refused("Resource instanceTypes are required.");
    }
    if (chosen.values().stream().map(InstanceType::architecture).distinct().count() > 1) {
      return new Resolved.Refused(
          "arm-based instance type cannot be used with other instance types");
    }
    return new Resolved.Types(List.copyOf(chosen.values()));
  }

  private List<InstanceType> find(String name, Market market) {
    var exact = byName.get(name);
    if (exact != null) {
      return exact.soldOn(market) ? List.of(exact) : List.of();
    }
    return BUNDLES.getOrDefault(name, List.of(name)).stream()
        .flatMap(family -> byFamily.getOrDefault(family, List.of()).stream())
        .filter(type -> !type.traits().bareMetal() && type.soldOn(market))
        .toList();
  }
}
