package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a cell against the fake AWS the way the shell does: look, step, commit, act. */
public final class CellDriver {

  public final FakeAws aws;
  public final Catalogue catalogue;
  public final List<Report> reports = new ArrayList<>();
  public final List<Condition> conditions = new ArrayList<>();
  public final List<Action> actions = new ArrayList<>();
  public final List<Verdict> verdicts = new ArrayList<>();
  public Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final Rules rules;
  private final List<Change> stored = new ArrayList<>();
  private List<ActionResult> results = List.of();
  private CapacityCell cell;

  public CellDriver(Rules rules, Catalogue catalogue, FakeAws aws) {
    this.rules = rules;
    this.catalogue = catalogue;
    this.aws = aws;
    this.cell = new CapacityCell(rules);
  }

  public CellDriver registers(Environment environment) {
    return hears(List.of(environment), List.of(), List.of(), Optional.empty());
  }

  public CellDriver hears(Demand demand) {
    return hears(List.of(), List.of(demand), List.of(), Optional.empty());
  }

  public CellDriver hears(Event event) {
    return hears(List.of(), List.of(), List.of(event), Optional.empty());
  }

  /** AWS was asked and not seen. */
  public CellDriver cannotSee(String why) {
    return hears(List.of(), List.of(), List.of(), Optional.of(why));
  }

  private CellDriver hears(
      List<Environment> environments,
      List<Demand> demands,
      List<Event> events,
      Optional<String> unseen) {
    step(new CapacityCell.Input(now, environments, demands, events, Optional.empty(), unseen));
    return this;
  }

  /** One pass without faults. */
  public CellDriver pass() {
    return pass(Integer.MAX_VALUE);
  }

  /** One pass that dies after {@code calls} calls to AWS; the next is another process's. */
  public CellDriver pass(int calls) {
    var observation = new Observation(aws.look(), catalogue, Prices.UNKNOWN, results);
    var out =
        step(
            new CapacityCell.Input(
                now, List.of(), List.of(), List.of(), Optional.of(observation), Optional.empty()));
    var answers = new ArrayList<ActionResult>();
    int left = calls;
    for (var todo : out.actions()) {
      for (var action : todo.actions()) {
        if (left-- == 0) {
          restart();
          return this;
        }
        actions.add(action);
        var failure = aws.act(action, now);
        answers.add(new ActionResult(todo.environmentArn(), action, failure));
        if (failure.isPresent()) {
          break;
        }
      }
    }
    results = answers;
    return this;
  }

  /** Lets time go on. */
  public CellDriver waits(Duration time) {
    now = now.plus(time);
    aws.tick(now);
    return this;
  }

  /** Passes, five seconds apart. */
  public CellDriver runs(int passes) {
    for (int i = 0; i < passes; i++) {
      pass();
      waits(Duration.ofSeconds(5));
    }
    return this;
  }

  /** Another process takes over with what is stored. */
  public void restart() {
    cell = new CapacityCell(rules);
    stored.forEach(cell::replay);
    results = List.of();
  }

  public List<Report.Fact> facts() {
    return reports.stream().map(Report::fact).toList();
  }

  public <T extends Report.Fact> List<T> facts(Class<T> kind) {
    return facts().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public <T extends Action> List<T> actions(Class<T> kind) {
    return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public Condition condition() {
    return conditions.getLast();
  }

  private CapacityCell.Output step(CapacityCell.Input input) {
    var out = cell.step(input);
    stored.addAll(out.changes());
    reports.addAll(out.reports());
    conditions.addAll(out.conditions());
    verdicts.addAll(out.verdicts());
    return out;
  }
}
