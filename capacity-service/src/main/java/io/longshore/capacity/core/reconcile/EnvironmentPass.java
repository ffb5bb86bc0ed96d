package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.choose.Choices;
import io.longshore.capacity.core.choose.GrowthPlan;
import io.longshore.capacity.core.choose.GrowthPlanner;
import io.longshore.capacity.core.choose.Situation;
import io.longshore.capacity.core.choose.TypeGroup;
import io.longshore.capacity.core.launch.TemplateSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares one environment's demand with what AWS shows of it and gives the actions that close the
 * difference, in the order in which they are to be done: ends first, because they lower desired
 * capacities that are then set as absolute numbers; then withdrawals; then growth. Everything is
 * derived from what was seen, nothing from what an earlier pass did.
 */
final class EnvironmentPass {

  private final Rules rules;
  private final View view;
  private final Fleet fleet;
  private final Set<Action.EndInstance> ends = new LinkedHashSet<>();
  private final List<Action> actions = new ArrayList<>();

  /**
   * What the pass looks at.
   *
   * @param environment the environment
   * @param demand the scheduler's newest statement about it
   * @param slice what AWS shows of it
   * @param known what is known of its instances
   * @param means what it may grow with
   * @param shortGroups keys of groups that are short of capacity
   * @param making what of its groundwork is to be made now
   */
  record View(
      Environment environment,
      Optional<Demand> demand,
      Slice slice,
      Map<String, KnownInstance> known,
      Means means,
      Set<String> shortGroups,
      List<Action> making) {}

  /** What AWS shows of one environment. */
  record Slice(Fleet fleet, List<Seen.Group> groups, Optional<Seen.Template> template) {}

  /** What an environment may grow with. */
  sealed interface Means {
    /** Not known yet: what was asked for before stands. */
    record Unknown() implements Means {}

    /** Its settings cannot be served: nothing is asked for. */
    record Refused() implements Means {}

    /**
     * Its types and its launch template.
     *
     * @param growing false while something stands in the way: open requests are withdrawn
     */
    record Allowed(Choices choices, TemplateSpec template, boolean growing) implements Means {
      Allowed withoutGrowth() {
        return new Allowed(choices, template, false);
      }
    }
  }

  /**
   * What the pass came to.
   *
   * @param actions what to do, in order
   * @param unfit waiting shapes that no type can hold
   * @param countedVcpus vCPUs that exist or are asked for after the actions
   * @param openGroups groups with requests that no instance fills
   */
  record Result(
      List<Action> actions,
      List<GrowthPlan.Unfit> unfit,
      int countedVcpus,
      Set<String> openGroups) {}

  EnvironmentPass(Rules rules, View view) {
    this.rules = rules;
    this.view = view;
    this.fleet = view.slice().fleet();
  }

  Result run() {
    var slice = view.slice();
    view.demand()
        .map(demand -> Ends.of(demand, fleet, slice.groups(), rules.endsPerPass()))
        .ifPresent(ends::addAll);
    actions.addAll(ends);
    var standings = standings();
    if (view.environment().deleting()) {
      standings.forEach(this::withdraw);
      clear(standings);
      return result(List.of(), standings);
    }
    return switch (view.means()) {
      case Means.Unknown _ -> result(List.of(), standings);
      case Means.Refused _ -> {
        standings.forEach(this::withdraw);
        yield result(List.of(), standings);
      }
      case Means.Allowed means -> {
        actions.addAll(view.making());
        yield view.demand()
            .filter(demand -> demand.registryVersion() <= view.environment().version())
            .map(demand -> grow(means, demand, standings))
            .orElseGet(() -> result(List.of(), standings));
      }
    };
  }

  private List<Standing> standings() {
    return view.slice().groups().stream()
        .map(group -> Standing.of(group, kind(group), fleet, ends))
        .toList();
  }

  private Optional<TypeGroup> kind(Seen.Group group) {
    return view.means() instanceof Means.Allowed(var choices, _, _)
        ? Standing.kind(group, view.environment().uuid(), choices, rules.launch().names())
        : Optional.empty();
  }

  private Result grow(Means.Allowed means, Demand demand, List<Standing> standings) {
    var plan = new GrowthPlanner(means.choices(), situation(demand, standings)).plan();
    var wanted = new TreeMap<String, GrowthPlan.Request>();
    if (means.growing()) {
      plan.groups().forEach(request -> wanted.put(groupName(request.group()), request));
    }
    var byName = new TreeMap<String, Standing>();
    standings.forEach(standing -> byName.put(standing.group().name(), standing));
    for (var standing : standings) {
      int target = standing.active() + wantedVcpus(wanted, standing);
      boolean unasked = !wanted.containsKey(standing.group().name());
      // Below its own instances a group could not be lowered by ending one of them.
      if (target < standing.desired() || (unasked && target > standing.desired())) {
        set(standing.group().name(), target, 0);
      }
    }
    int counted = counted(wanted);
    int spare = Math.max(0, maximum(demand) - counted);
    wanted.forEach((name, request) -> raise(request, Optional.ofNullable(byName.get(name)), spare));
    dropStale(standings);
    wanted.values().removeIf(request -> request.instances() == 0);
    return new Result(List.copyOf(actions), plan.unfit(), counted, Set.copyOf(wanted.keySet()));
  }

  private Situation situation(Demand demand, List<Standing> standings) {
    var holding = fleet.holding(demand, view.known());
    var coming =
        holding.stream()
            .filter(one -> !demand.usable().contains(one.id()))
            .flatMap(one -> one.type().stream())
            .toList();
    var open =
        standings.stream()
            .filter(s -> s.kind().isPresent() && s.openInstances() > 0)
            .map(s -> new Situation.Open(s.kind().get(), s.openInstances()))
            .toList();
    int strange =
        standings.stream().filter(s -> s.kind().isEmpty()).mapToInt(Standing::openVcpus).sum();
    return new Situation(
        demand.waiting(),
        coming,
        open,
        fleet.existingVcpus() + strange,
        holding.stream().mapToInt(Fleet.One::vcpus).sum(),
        new Situation.Limits(demand.minimumVcpus(), maximum(demand)),
        view.shortGroups());
  }

  private int maximum(Demand demand) {
    int registered = view.environment().compute().maximumVcpus();
    return demand.registryVersion() == view.environment().version()
        ? demand.maximumVcpus()
        : Math.min(demand.maximumVcpus(), registered);
  }

  private int counted(Map<String, GrowthPlan.Request> wanted) {
    return fleet.existingVcpus()
        + wanted.values().stream().mapToInt(r -> r.instances() * r.group().vcpus()).sum();
  }

  private static int wantedVcpus(Map<String, GrowthPlan.Request> wanted, Standing standing) {
    var request = wanted.get(standing.group().name());
    return request == null ? 0 : request.instances() * request.group().vcpus();
  }

  private void raise(GrowthPlan.Request request, Optional<Standing> standing, int spare) {
    int vcpus = request.instances() * request.group().vcpus();
    int target = standing.map(Standing::active).orElse(0) + vcpus;
    var spec = GroupSpec.of(view.environment(), request.group(), rules.launch().names());
    var ensure = new Action.EnsureGroup(spec);
    if (vcpus > 0 && standing.isEmpty() && !view.making().contains(ensure)) {
      actions.add(ensure);
    }
    if (target > standing.map(Standing::desired).orElse(0)) {
      set(spec.name(), target, spare);
    }
  }

  /** Deletes empty groups that the environment's present settings have no use for. */
  private void dropStale(List<Standing> standings) {
    standings.stream()
        .filter(s -> s.kind().isEmpty() && s.group().members().isEmpty() && s.desired() == 0)
        .forEach(s -> actions.add(new Action.DeleteGroup(s.group().name())));
  }

  private void withdraw(Standing standing) {
    if (standing.openVcpus() > 0) {
      set(standing.group().name(), standing.active(), 0);
    }
  }

  private void clear(List<Standing> standings) {
    for (var standing : standings) {
      if (standing.group().members().isEmpty() && standing.desired() == 0) {
        actions.add(new Action.DeleteGroup(standing.group().name()));
      }
    }
    if (standings.isEmpty() && fleet.isEmpty()) {
      view.slice().template().ifPresent(t -> actions.add(new Action.DeleteTemplate(t.name())));
    }
  }

  private void set(String group, int desired, int spare) {
    actions.add(new Action.SetDesired(group, desired, desired + spare));
  }

  private String groupName(TypeGroup group) {
    return rules.launch().names().group(view.environment().uuid(), group.key());
  }

  private Result result(List<GrowthPlan.Unfit> unfit, List<Standing> standings) {
    int open = standings.stream().mapToInt(Standing::countedOpenVcpus).sum();
    var openGroups = new TreeSet<String>();
    for (var standing : standings) {
      if (standing.openVcpus() > 0) {
        openGroups.add(standing.group().name());
      }
    }
    return new Result(List.copyOf(actions), unfit, fleet.existingVcpus() + open, openGroups);
  }
}
