package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.Fingerprint;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Shape;
import io.longshore.capacity.core.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The types of one environment, and which groups of them can hold a shape. */
public final class Choices {

  /** Most types of one group: the number of overrides that Auto Scaling takes. */
  static final int MOST_TYPES = 40;

  private static final int KEY_DIGITS = 10;

  private final List<InstanceType> types;
  private final Terms terms;

  /**
   * What the choice goes by.
   *
   * @param strategy the environment's strategy
   * @param market where its instances are bought
   * @param reserve what is not there for batch pods
   * @param prices what types cost
   * @param labels labels that every node of the environment will have
   */
  public record Terms(
      Strategy strategy,
      Market market,
      Reserve reserve,
      Prices prices,
      Map<String, String> labels) {}

  /** What there is for a shape. */
  public sealed interface Choice {
    /** Groups that can hold it, in the environment's order where order counts. */
    record Groups(List<TypeGroup> groups) implements Choice {}

    /** No type can, and why. */
    record NoType(String why) implements Choice {}
  }

  /** The choices among {@code types}, which are in the environment's order. */
  public Choices(List<InstanceType> types, Terms terms) {
    this.types = List.copyOf(types);
    this.terms = terms;
  }

  /** The groups that can hold {@code shape}. */
  public Choice forShape(Shape shape) {
    var holding = types.stream().filter(type -> canHold(type, shape)).toList();
    return holding.isEmpty()
        ? new Choice.NoType(whyNone(shape))
        : new Choice.Groups(groups(holding));
  }

  /** The groups over all types, for capacity that is held whatever waits. */
  public List<TypeGroup> all() {
    return groups(types);
  }

  /** The group of exactly these types, if the environment allows them all. */
  public Optional<TypeGroup> groupOf(List<String> names) {
    var members =
        names.stream()
            .flatMap(name -> types.stream().filter(type -> type.name().equals(name)))
            .toList();
    boolean whole = !members.isEmpty() && members.size() == names.size();
    return whole && members.stream().allMatch(type -> sameSize(type, members.getFirst()))
        ? Optional.of(group(members))
        : Optional.empty();
  }

  /** Whether types are walked in their order and not chosen by price. */
  boolean walksInOrder() {
    return terms.strategy == Strategy.BEST_FIT_PROGRESSIVE_ORDERED;
  }

  /** What one instance of {@code type} has for batch pods. */
  Room room(InstanceType type) {
    return terms.reserve.of(type);
  }

  /** Whether a node of {@code type} carries what {@code shape} selects by. */
  boolean matches(InstanceType type, Shape shape) {
    return (shape.architecture().isEmpty() || shape.architecture().equals(type.architecture()))
        && shape.nodeSelector().entrySet().stream()
            .allMatch(e -> e.getValue().equals(label(type, e.getKey())));
  }

  private boolean canHold(InstanceType type, Shape shape) {
    return matches(type, shape) && room(type).holds(shape.requests(), 1) == 1;
  }

  private String label(InstanceType type, String name) {
    return switch (name) {
      case "kubernetes.io/arch", "beta.kubernetes.io/arch" -> type.architecture();
      case "kubernetes.io/os", "beta.kubernetes.io/os" -> "linux";
      case "node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type" -> type.name();
      default -> terms.labels.getOrDefault(name, "");
    };
  }

  private List<TypeGroup> groups(List<InstanceType> holding) {
    var parts = new ArrayList<List<InstanceType>>();
    if (walksInOrder()) {
      InstanceType last = null;
      for (var type : holding) {
        if (last == null || !sameSize(last, type)) {
          parts.add(new ArrayList<>());
        }
        parts.getLast().add(type);
        last = type;
      }
    } else {
      var bySize = new LinkedHashMap<List<Integer>, List<InstanceType>>();
      for (var type : holding) {
        bySize
            .computeIfAbsent(List.of(type.vcpus(), type.gpus()), s -> new ArrayList<>())
            .add(type);
      }
      parts.addAll(bySize.values());
    }
    return parts.stream().map(this::group).toList();
  }

  private static boolean sameSize(InstanceType one, InstanceType other) {
    return one.vcpus() == other.vcpus() && one.gpus() == other.gpus();
  }

  private TypeGroup group(List<InstanceType> part) {
    var members = part;
    if (!terms.strategy.ordered()) {
      // By a price that does not move, so that the same types make the same key tomorrow.
      members =
          part.stream()
              .sorted(Comparator.comparingDouble(Prices::listed).thenComparing(InstanceType::name))
              .toList();
    }
    members = members.subList(0, Math.min(MOST_TYPES, members.size()));
    int vcpus = members.getFirst().vcpus();
    var names = members.stream().map(InstanceType::name).toList();
    var content = Fingerprint.of(terms.market, terms.strategy.groupWord(terms.market), names);
    var key = vcpus + "-" + content.substring(0, KEY_DIGITS);
    return group(key, vcpus, members);
  }

  private TypeGroup group(String key, int vcpus, List<InstanceType> members) {
    var room = members.stream().map(this::room).reduce(Room::floor).orElseThrow();
    var prices = members.stream().collect(Collectors.summarizingDouble(this::price));
    // On-Demand the cheapest is taken; on Spot any may be.
    double price = terms.market == Market.ON_DEMAND ? prices.getMin() : prices.getAverage();
    return new TypeGroup(key, vcpus, members, room, price);
  }

  private double price(InstanceType type) {
    return terms.prices.hourly(type, terms.market);
  }

  private String whyNone(Shape shape) {
    var matching = types.stream().filter(type -> matches(type, shape)).toList();
    if (matching.isEmpty()) {
      return "no instance type of the environment gives nodes that match architecture '"
          + shape.architecture()
          + "' and node selector "
          + new TreeMap<>(shape.nodeSelector());
    }
    var closest =
        matching.stream()
            .min(
                Comparator.comparingInt((InstanceType t) -> Lack.of(room(t), shape).size())
                    .thenComparing(Comparator.comparingInt(InstanceType::vcpus).reversed())
                    .thenComparing(InstanceType::name))
            .orElseThrow();
    return "the closest type, "
        + closest.name()
        + ", lacks "
        + String.join(" and ", Lack.of(room(closest), shape));
  }
}
