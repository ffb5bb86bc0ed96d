package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole of what capacity-service decides, for one cell. A step takes what has arrived and, when
 * there is one, a new look at AWS; it gives changes that must be stored, reports to send, and
 * actions that may be done once the changes are committed. Decisions about AWS are made only with a
 * fresh look, so actions must be answered before the next look begins.
 *
 * <p>It holds no clock and no AWS: it is the same in production and in the simulation.
 */
public final class CapacityCell {

  private final Rules rules;
  private final Memory memory;
  private final Judgement judgement;

  /**
   * What a step works on.
   *
   * @param now the time
   * @param environments newest settings of environments
   * @param demands newest statements of the scheduler
   * @param events EC2's events
   * @param observation a look at AWS, if one was made since the last step
   * @param unseen why AWS could not be seen, or not whole, if that was tried since the last step
   */
  public record Input(
      Instant now,
      List<Environment> environments,
      List<Demand> demands,
      List<Event> events,
      Optional<Observation> observation,
      Optional<String> unseen) {}

  /**
   * What a step came to.
   *
   * @param changes to store
   * @param reports to send to the scheduler
   * @param conditions of environments, those that changed
   * @param actions to do after the commit
   * @param verdicts on the events, to follow after the commit
   */
  public record Output(
      List<Change> changes,
      List<Report> reports,
      List<Condition> conditions,
      List<Todo> actions,
      List<Verdict> verdicts) {}

  /**
   * How much there is.
   *
   * @param environments that are registered
   * @param instances that EC2 lists and that have not ended
   * @param openGroups groups with requests that no instance fills
   */
  public record Census(int environments, int instances, int openGroups) {}

  /** One environment's actions, in order. */
  public record Todo(String environmentArn, List<Action> actions) {}

  /** An empty cell; replaying what is stored fills it. */
  public CapacityCell(Rules rules) {
    this.rules = rules;
    this.memory = new Memory(rules);
    this.judgement = new Judgement(rules);
  }

  /** Takes a stored change back into memory. */
  public void replay(Change change) {
    memory.apply(change);
  }

  /** What the next look at AWS must cover. */
  public Look look() {
    return memory.look();
  }

  /** The lists of types of environments on Spot: their prices matter. */
  public List<List<String>> spotLists() {
    return memory.environments().stream()
        .map(Environment::compute)
        .filter(compute -> compute.market() == Market.SPOT)
        .map(Environment.Compute::instanceTypes)
        .toList();
  }

  /** How much there is of everything, for gauges. */
  public Census census() {
    return memory.census();
  }

  /** Decides one step. */
  public Output step(Input input) {
    var out = new Out();
    input.environments().forEach(environment -> settings(environment, input.now(), out));
    input.demands().forEach(memory::demand);
    var desk = new NoticeDesk(rules, input.now());
    for (var event : input.events()) {
      out.verdicts.add(desk.handle(event, memory::instance, out::change, out.reports::add));
    }
    input.observation().ifPresent(observation -> observe(observation, input.now(), out));
    input.unseen().ifPresent(why -> unseen(why, out));
    return out.done();
  }

  private void settings(Environment environment, Instant now, Out out) {
    var before = memory.environment(environment.arn());
    if (before.filter(b -> b.version() >= environment.version()).isPresent()) {
      return;
    }
    out.change(new Change.EnvironmentPut(environment));
    // Most new versions only repeat the status that followed from what was said here.
    if (before.filter(b -> !b.sameSettings(environment)).isPresent()) {
      memory.newSettings(environment.arn());
      out.forgive(environment.arn(), 0, now);
    }
  }

  private void observe(Observation observation, Instant now, Out out) {
    memory.results(observation.results(), now);
    var visit = new Visit(rules, memory, judgement, observation, now);
    visit.to(out);
  }

  /**
   * What was judged stands while AWS is not seen; whose settings nobody could judge yet says what
   * it waits for.
   */
  private void unseen(String why, Out out) {
    for (var environment : memory.environments()) {
      if (environment.managed() && !environment.deleting() && !memory.judged(environment.arn())) {
        out.say(
            Condition.unjudged(
                environment.arn(), "Waits for AWS: " + why, memory.vcpus(environment.arn())));
      }
    }
  }

  /** What a step gathers; every change takes effect at once. */
  final class Out {
    final List<Report> reports = new ArrayList<>();
    final List<Condition> conditions = new ArrayList<>();
    final List<Todo> todos = new ArrayList<>();
    final List<Verdict> verdicts = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    void change(Change change) {
      memory.apply(change);
      changes.add(change);
    }

    /**
     * What stood in the environment's way no longer counts.
     *
     * @param neverJoined how many instances in a row still count as never joined
     */
    void forgive(String arn, int neverJoined, Instant now) {
      var trouble = memory.trouble(arn);
      var next = Trouble.none(arn).withNeverJoined(neverJoined, Instant.EPOCH);
      if (trouble.equals(next)) {
        return;
      }
      change(new Change.TroublePut(next));
      if (trouble.refusing()) {
        reports.add(new Report(arn, now, new Report.Fact.LaunchRecovered()));
      }
    }

    void say(Condition condition) {
      if (memory.say(condition)) {
        conditions.add(condition);
      }
    }

    /** Environments that an instance was launched for in this step. */
    Set<String> launchedFor() {
      var arns = new HashSet<String>();
      for (var report : reports) {
        if (report.fact() instanceof Report.Fact.Launched) {
          arns.add(report.environmentArn());
        }
      }
      return arns;
    }

    Output done() {
      return new Output(
          List.copyOf(changes),
          List.copyOf(reports),
          List.copyOf(conditions),
          List.copyOf(todos),
          List.copyOf(verdicts));
    }
  }
}
