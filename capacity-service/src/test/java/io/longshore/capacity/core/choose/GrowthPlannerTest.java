package io.longshore.capacity.core.choose;

import static io.longshore.capacity.core.Some.families;
import static io.longshore.capacity.core.Some.gpuShape;
import static io.longshore.capacity.core.Some.gpuType;
import static io.longshore.capacity.core.Some.shape;
import static io.longshore.capacity.core.Some.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Shape;
import io.longshore.capacity.core.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GrowthPlannerTest {

  private List<InstanceType> types = families();
  private Strategy strategy = Strategy.BEST_FIT_PROGRESSIVE;
  private Market market = Market.ON_DEMAND;
  private Reserve reserve = Reserve.NONE;
  private int minimum;
  private int maximum = 1000;
  private int existing;
  private int holding;
  private Set<String> shortGroups = Set.of();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<InstanceType> coming = new ArrayList<>();
  private final List<Situation.Open> open = new ArrayList<>();

  @Test
  void oneShapeGetsTheSmallestInstanceThatHoldsIt() {
    waits(shape(1, 1), 1);
    assertThat(plan()).isEqualTo(Map.of("c6i.large m6i.large r6i.large", 1));
  }

  @Test
  void memoryRulesOutTypesOfTheSameSize() {
    waits(shape(1, 12), 1);
    assertThat(plan()).isEqualTo(Map.of("r6i.large", 1));
  }

  @Test
  void equalPriceGoesToTheSmallerInstance() {
    waits(shape(1, 1), 32);
    assertThat(plan()).isEqualTo(Map.of("c6i.large m6i.large r6i.large", 16));
  }

  @Test
  void reservationsFavourLargerInstances() {
    reserve = new Reserve(true, 7, 500, 500L << 20, 4);
    waits(shape(1, 1), 60);
    // An instance with 2 vCPUs holds one of these, one with 8 holds seven, with 16 fifteen.
    assertThat(plan())
        .isEqualTo(
            Map.of(
                "c6i.2xlarge m6i.2xlarge r6i.2xlarge", 8,
                "c6i.xlarge m6i.xlarge r6i.xlarge", 1,
                "c6i.large m6i.large r6i.large", 1));
  }

  @Test
  void whatIsOnItsWayIsFilledFirst() {
    coming.add(type("m6i.2xlarge", 8, 32));
    existing = 8;
    waits(shape(2, 2), 4);
    assertThat(plan()).isEmpty();
  }

  @Test
  void whatIsOnItsWayAndTooSmallDoesNotCount() {
    coming.add(type("c6i.large", 2, 4));
    existing = 2;
    waits(shape(4, 4), 1);
    assertThat(plan()).isEqualTo(Map.of("c6i.xlarge m6i.xlarge r6i.xlarge", 1));
  }

  @Test
  void openRequestsAreFilledBeforeNewOnesAreMade() {
    open.add(new Situation.Open(group(shape(1, 1), 0), 3));
    waits(shape(1, 1), 4);
    assertThat(plan()).isEqualTo(Map.of("c6i.large m6i.large r6i.large", 2));
  }

  @Test
  void maximumIsPassedByLessThanOneInstance() {
    maximum = 5;
    waits(shape(4, 4), 9);
    assertThat(plan()).isEqualTo(Map.of("c6i.xlarge m6i.xlarge r6i.xlarge", 2));
  }

  @Test
  void nothingGrowsAtTheMaximum() {
    maximum = 8;
    existing = 8;
    waits(shape(1, 1), 9);
    assertThat(plan()).isEmpty();
  }

  @Test
  void shapeThatFitsNoTypeTakesNothingFromOthers() {
    maximum = 4;
    waits(shape(64, 1), 100);
    waits(gpuShape(1, 1, 1), 100);
    waits(shape(4, 4), 1);
    var plan = planner().plan();
    assertThat(plan.unfit())
        .extracting(u -> u.shape().requests().vcpuMillis())
        .containsExactly(64_000L, 1000L);
    assertThat(plan.unfit().getFirst().why())
        .isEqualTo("the closest type, c6i.4xlarge, lacks vCPUs (64000m of 16000m)");
    assertThat(plan.unfit().getLast().why()).contains("GPUs (1 of 0)");
    assertThat(plan.groups()).singleElement().satisfies(r -> assertThat(r.instances()).isOne());
  }

  @Test
  void shortGroupGivesWayToTheNext() {
    shortGroups = Set.of(group(shape(1, 1), 0).key());
    open.add(new Situation.Open(group(shape(1, 1), 0), 1));
    waits(shape(1, 1), 1);
    assertThat(plan())
        .isEqualTo(
            Map.of("c6i.large m6i.large r6i.large", 0, "c6i.xlarge m6i.xlarge r6i.xlarge", 1));
  }

  @Test
  void whereAllAreShortTheRequestStays() {
    types = List.of(type("m6i.large", 2, 8));
    shortGroups = Set.of(group(shape(1, 1), 0).key());
    open.add(new Situation.Open(group(shape(1, 1), 0), 1));
    waits(shape(1, 1), 1);
    assertThat(plan()).isEqualTo(Map.of("m6i.large", 1));
  }

  @Test
  void orderedStrategyWalksTheList() {
    strategy = Strategy.BEST_FIT_PROGRESSIVE_ORDERED;
    types = List.of(type("m6i.2xlarge", 8, 32), type("c6i.large", 2, 4), type("m6i.large", 2, 8));
    waits(shape(1, 1), 1);
    assertThat(plan()).isEqualTo(Map.of("m6i.2xlarge", 1));
  }

  @Test
  void orderedStrategyGoesOnWhereTheFirstIsShort() {
    strategy = Strategy.BEST_FIT_PROGRESSIVE_ORDERED;
    types = List.of(type("m6i.2xlarge", 8, 32), type("m6i.large", 2, 8), type("c6i.large", 2, 4));
    shortGroups = Set.of(group(shape(1, 1), 0).key());
    waits(shape(1, 1), 1);
    assertThat(plan()).isEqualTo(Map.of("m6i.large c6i.large", 1));
  }

  @Test
  void spotGoesByThePriceOfTheDay() {
    market = Market.SPOT;
    strategy = Strategy.SPOT_PRICE_CAPACITY_OPTIMIZED;
    types = List.of(type("m6i.large", 2, 8), type("m6i.xlarge", 4, 16));
    waits(shape(1, 1), 4);
    prices = new Prices(Map.of("m6i.large", 0.09, "m6i.xlarge", 0.05));
    assertThat(plan()).isEqualTo(Map.of("m6i.xlarge", 1));
  }

  private Prices prices = Prices.UNKNOWN;

  @Test
  void gpuTypesAreKeptForWhatNeedsThem() {
    types = List.of(type("m6i.xlarge", 4, 16), gpuType("g5.xlarge", 4, 16, 1));
    waits(gpuShape(1, 1, 1), 1);
    waits(shape(4, 4), 1);
    assertThat(plan()).isEqualTo(Map.of("g5.xlarge", 1, "m6i.xlarge", 1));
  }

  @Test
  void minimumIsHeldWithoutAnythingWaiting() {
    minimum = 7;
    existing = 4;
    holding = 4;
    assertThat(plan()).isEqualTo(Map.of("c6i.large m6i.large r6i.large", 2));
  }

  @Test
  void whatNobodyNeedsIsWithdrawn() {
    open.add(new Situation.Open(group(shape(1, 1), 0), 3));
    assertThat(plan()).isEqualTo(Map.of("c6i.large m6i.large r6i.large", 0));
  }

  @Test
  void zoneCannotBeSelected() {
    waiting.add(
        new Waiting(
            new Shape(shape(1, 1).requests(), "amd64", Map.of("topology.kubernetes.io/zone", "a")),
            1));
    assertThat(planner().plan().unfit())
        .singleElement()
        .satisfies(
            u -> assertThat(u.why()).contains("node selector {topology.kubernetes.io/zone=a}"));
  }

  @Test
  void instanceTypeCanBeSelected() {
    waiting.add(
        new Waiting(
            new Shape(
                shape(1, 1).requests(),
                "amd64",
                Map.of("node.kubernetes.io/instance-type", "r6i.xlarge", "pool", "x")),
            1));
    assertThat(plan()).isEqualTo(Map.of("r6i.xlarge", 1));
  }

  private void waits(Shape shape, long count) {
    waiting.add(new Waiting(shape, count));
  }

  private Choices choices() {
    return new Choices(
        types, new Choices.Terms(strategy, market, reserve, prices, Map.of("pool", "x")));
  }

  private TypeGroup group(Shape shape, int index) {
    return ((Choices.Choice.Groups) choices().forShape(shape)).groups().get(index);
  }

  private GrowthPlanner planner() {
    return new GrowthPlanner(
        choices(),
        new Situation(
            waiting,
            coming,
            open,
            existing,
            holding,
            new Situation.Limits(minimum, maximum),
            shortGroups));
  }

  private Map<String, Integer> plan() {
    var plan = planner().plan();
    assertThat(plan.unfit()).isEmpty();
    var byTypes = new TreeMap<String, Integer>();
    plan.groups()
        .forEach(
            r ->
                byTypes.put(
                    String.join(" ", r.group().types().stream().map(InstanceType::name).toList()),
                    r.instances()));
    return byTypes;
  }
}
