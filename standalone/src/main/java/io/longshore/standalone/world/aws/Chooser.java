package io.longshore.standalone.world.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses what a group launches next: market, zone, and type by the group's strategy. */
final class Chooser {

  private final Catalogue catalogue;
  private final Geography geography;
  private final Pools pools;
  private final Instances instances;

  Chooser(Catalogue catalogue, Pools pools, Instances instances) {
    this.catalogue = catalogue;
    this.geography = instances.geography();
    this.pools = pools;
    this.instances = instances;
  }

  /** A type, somewhere, in a market. */
  record Pick(Group.Choice choice, InstanceType type, Geography.Zone zone, Market market) {}

  /** The market of the next launch. */
  Market market(Group group) {
    Params distribution = group.distribution();
    int base = distribution.number("OnDemandBaseCapacity").orElse(0);
    int percent = distribution.number("OnDemandPercentageAboveBaseCapacity").orElse(100);
    int above = Math.max(0, group.desired() - base);
    int wanted = Math.min(base, group.desired()) + (int) Math.ceil(above * percent / 100.0);
    int has =
        group.members().stream()
            .filter(m -> !m.leaving() && marketOf(m.id()) == Market.ON_DEMAND)
            .mapToInt(Group.Member::weight)
            .sum();
    return has < wanted ? Market.ON_DEMAND : Market.SPOT;
  }

  /** The best pick where there is room, in the zone with the fewest members. */
  Optional<Pick> pick(Group group, List<Group.Choice> choices, Market market) {
    for (Geography.Zone zone : zones(group)) {
      var picks = picks(choices, zone, market);
      picks.removeIf(p -> pools.free(pool(p)) == 0);
      if (!picks.isEmpty()) {
        return Optional.of(best(group, picks, market));
      }
    }
    return Optional.empty();
  }

  /** What is asked for first, whether or not there is room. */
  Pick first(Group group, List<Group.Choice> choices, Market market) {
    return best(group, picks(choices, zones(group).getFirst(), market), market);
  }

  private List<Pick> picks(List<Group.Choice> choices, Geography.Zone zone, Market market) {
    var picks = new ArrayList<Pick>();
    for (Group.Choice choice : choices) {
      catalogue
          .find(choice.type())
          .ifPresent(type -> picks.add(new Pick(choice, type, zone, market)));
    }
    return picks;
  }

  private Pick best(Group group, List<Pick> picks, Market market) {
    String strategy =
        market == Market.SPOT
            ? group.distribution().get("SpotAllocationStrategy", "lowest-price")
            : group.distribution().get("OnDemandAllocationStrategy", "prioritized");
    Comparator<Pick> cheapest = Comparator.comparingDouble(this::pricePerUnit);
    Comparator<Pick> deepest = Comparator.comparingInt(p -> -pools.free(pool(p)));
    return switch (strategy) {
      case "prioritized" -> picks.getFirst();
      case "capacity-optimized", "capacity-optimized-prioritized" ->
          picks.stream().min(deepest).orElseThrow();
      case "price-capacity-optimized" -> {
        int most = picks.stream().mapToInt(p -> pools.free(pool(p))).max().orElse(0);
        yield picks.stream()
            .filter(p -> 2 * pools.free(pool(p)) >= most)
            .min(cheapest)
            .orElseThrow();
      }
      default -> picks.stream().min(cheapest).orElseThrow();
    };
  }

  private double pricePerUnit(Pick pick) {
    double price =
        pick.market() == Market.SPOT
            ? SpotPrices.price(pick.type(), pick.zone().name())
            : pick.type().usdPerHour();
    return price / pick.choice().weight();
  }

  private List<Geography.Zone> zones(Group group) {
    Map<String, Long> taken =
        group.members().stream()
            .filter(m -> !m.leaving())
            .flatMap(m -> instances.find(m.id()).stream())
            .collect(Collectors.groupingBy(i -> i.order().zone(), Collectors.counting()));
    return group.subnets().stream()
        .flatMap(s -> geography.zoneOfSubnet(s).stream())
        .sorted(Comparator.comparingLong(z -> taken.getOrDefault(z.name(), 0L)))
        .toList();
  }

  private Market marketOf(String id) {
    return instances.find(id).map(i -> i.order().market()).orElse(Market.ON_DEMAND);
  }

  private static Pools.Pool pool(Pick pick) {
    return new Pools.Pool(pick.type().name(), pick.zone().name(), pick.market());
  }
}
