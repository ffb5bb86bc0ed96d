package io.longshore.capacity.shell.aws;

import static io.longshore.capacity.core.Some.rules;
import static io.longshore.capacity.core.Some.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Environment.Life;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Strategy;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.CapacityCell;
import io.longshore.capacity.core.reconcile.Observation;
import io.longshore.capacity.core.reconcile.Report.Fact;
import io.longshore.capacity.core.reconcile.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cell itself against moto: what one owner made, the next one adopts. */
class AdoptionTest extends AgainstMoto {

  @Test
  void cellGrowsAdoptsAfterARestartAndClears() {
    var environment = environment(1, Life.ACTIVE);
    var first = new Pass(new CapacityCell(rules()));
    first.hears(environment, demand(1, 2, List.of()));
    first.runs(4);
    var alive = alive();
    assertThat(alive).hasSize(2);
    assertThat(first.facts).hasSize(2).allMatch(f -> f instanceof Fact.Launched);

    var second = new Pass(new CapacityCell(rules()));
    second.hears(environment, demand(1, 2, List.of()));
    second.runs(3);
    assertThat(alive()).isEqualTo(alive);
    assertThat(second.actions).isEmpty();

    second.hears(environment(2, Life.DELETING), demand(2, 0, alive));
    second.runs(6);
    assertThat(alive()).isEmpty();
    assertThat(seen().groups()).isEmpty();
    assertThat(seen().templates()).isEmpty();
    assertThat(second.facts).filteredOn(f -> f instanceof Fact.Terminated).hasSize(2);
  }

  /** Runs a cell against moto: look, step, act. */
  private final class Pass {
    final List<Fact> facts = new ArrayList<>();
    final List<Action> actions = new ArrayList<>();
    private final CapacityCell cell;
    private final Catalogue catalogue =
        new Catalogue(
            List.of(
                new InstanceType(
                    "t2.micro", 1, 1L << 30, 0, "amd64", 4, InstanceType.Traits.ORDINARY)));

    Pass(CapacityCell cell) {
      this.cell = cell;
    }

    void hears(Environment environment, Demand demand) {
      step(List.of(environment), List.of(demand), Optional.empty());
    }

    void runs(int passes) {
      for (int i = 0; i < passes; i++) {
        var seen = asAws(await(cloud.look(cell.look())));
        step(
            List.of(),
            List.of(),
            Optional.of(new Observation(seen, catalogue, Prices.UNKNOWN, List.of())));
      }
    }

    private void step(
        List<Environment> environments, List<Demand> demands, Optional<Observation> seen) {
      var out =
          cell.step(
              new CapacityCell.Input(
                  Instant.now(), environments, demands, List.of(), seen, Optional.empty()));
      out.reports().forEach(report -> facts.add(report.fact()));
      for (var todo : out.actions()) {
        actions.addAll(todo.actions());
        todo.actions().forEach(AdoptionTest.this::act);
      }
    }
  }

  /** Fills in what moto does not give back. */
  private static Seen asAws(Seen seen) {
    return new Seen(
        seen.instances().stream()
            .map(
                i ->
                    new Seen.Instance(
                        i.id(),
                        i.environmentUuid(),
                        "t2.micro",
                        i.zone(),
                        i.market(),
                        i.state(),
                        i.launchedAt(),
                        i.stateReason(),
                        i.content()))
            .toList(),
        seen.groups().stream()
            .map(
                g ->
                    new Seen.Group(
                        g.name(),
                        g.environmentUuid(),
                        g.content(),
                        List.of("t2.micro"),
                        g.desired(),
                        g.settled(),
                        g.members()))
            .toList(),
        seen.templates(),
        seen.failures());
  }

  private Environment environment(long version, Life life) {
    return new Environment(
        "arn:" + uuid,
        "burst",
        uuid,
        version,
        life,
        true,
        "demo",
        new Environment.Compute(
            Market.ON_DEMAND,
            Strategy.BEST_FIT_PROGRESSIVE,
            8,
            List.of("t2.micro"),
            new Environment.Image("ami-12c6146b", "", ""),
            new Environment.Placement(List.of(SUBNET), List.of(), "", "", ""),
            Map.of(),
            ""));
  }

  private Demand demand(long version, int waiting, List<String> released) {
    return new Demand(
        "arn:" + uuid,
        version,
        0,
        8,
        waiting == 0 ? List.of() : List.of(new Waiting(shape(1, 0.5), waiting)),
        Set.of(),
        Set.copyOf(released),
        Set.of(),
        Instant.now());
  }
}
