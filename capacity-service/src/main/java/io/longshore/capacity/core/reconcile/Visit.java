package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Environment.Life;
import io.longshore.capacity.core.Shape;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One look at AWS, worked through: instances first, then each environment. */
final class Visit {

  private final Rules rules;
  private final Memory memory;
  private final Judgement judgement;
  private final Observation observation;
  private final Instant now;
  private final Map<String, List<Seen.Instance>> instances = new HashMap<>();

  Visit(Rules rules, Memory memory, Judgement judgement, Observation observation, Instant now) {
    this.rules = rules;
    this.memory = memory;
    this.judgement = judgement;
    this.observation = observation;
    this.now = now;
  }

  void to(CapacityCell.Out out) {
    if (Elsewhere.is(memory, observation.seen())) {
      elsewhere(out);
      return;
    }
    memory.here();
    for (var environment : memory.environments()) {
      renew(environment, out);
    }
    var verdicts = new HashMap<String, Judgement.Verdict>();
    for (var environment : memory.environments()) {
      verdicts.put(environment.arn(), judge(environment));
    }
    judgement.keep(verdicts.keySet());
    new RollCall(rules, memory, observation, now, out).call(verdicts);
    new RefusedLaunches(rules, memory, now, out).activities(observation.seen());
    sort();
    for (var environment : memory.environments()) {
      if (environment.managed()) {
        visit(environment, judge(environment), out);
      } else {
        say(environment, "", 0, environment.deleting(), out);
      }
      if (environment.life() == Life.DELETED && memory.saidGone(environment.arn())) {
        out.change(new Change.EnvironmentForgotten(environment.arn()));
      }
    }
    memory.shortages().forget(now);
  }

  /** Says so once it has lasted as long as an instance may be missing. */
  private void elsewhere(CapacityCell.Out out) {
    if (now.isBefore(memory.elsewhereSince(now).plus(rules.times().missing()))) {
      return;
    }
    for (var environment : memory.environments()) {
      if (environment.managed() && !environment.deleting()) {
        say(environment, Elsewhere.WHY, memory.vcpus(environment.arn()), false, out);
      }
    }
  }

  /** Sorts instances by environment: what is known of one goes before its tag. */
  private void sort() {
    for (var instance : observation.seen().instances()) {
      memory
          .instance(instance.id())
          .map(KnownInstance::environmentArn)
          .or(() -> memory.arnOf(instance.environmentUuid()))
          .ifPresent(arn -> instances.computeIfAbsent(arn, a -> new ArrayList<>()).add(instance));
    }
  }

  private Judgement.Verdict judge(Environment environment) {
    return judgement.of(
        environment,
        observation.catalogue(),
        observation.prices(),
        memory.trouble(environment.arn()));
  }

  /** Time wipes out what made an environment invalid: it is tried again. */
  private void renew(Environment environment, CapacityCell.Out out) {
    var trouble = memory.trouble(environment.arn());
    boolean invalid =
        trouble.neverJoined() >= rules.neverJoinedLimit()
            || LaunchRefusal.blamesSettings(trouble.code());
    if (invalid && !now.isBefore(trouble.since().plus(rules.times().retry()))) {
      int count = Math.min(trouble.neverJoined(), rules.neverJoinedLimit() - 1);
      out.forgive(environment.arn(), count, now);
    }
  }

  private void visit(Environment environment, Judgement.Verdict verdict, CapacityCell.Out out) {
    var slice = slice(environment);
    var groundwork =
        Groundwork.of(
            environment,
            verdict.means(),
            slice,
            memory.refusal(environment.arn()),
            rules.launch().names());
    new RefusedLaunches(rules, memory, now, out)
        .groups(environment, groundwork, observation.results());
    var result =
        new EnvironmentPass(
                rules,
                new EnvironmentPass.View(
                    environment,
                    memory.demandFor(environment.arn()),
                    slice,
                    memory.instancesOf(environment.arn()),
                    groundwork.bounds(verdict.means()),
                    memory
                        .shortages()
                        .after(rules.launch().names().group(environment.uuid(), ""), now),
                    groundwork.due(now, rules.times().shortage())))
            .run();
    memory.openGroups(environment.arn(), result.openGroups());
    if (!result.actions().isEmpty()) {
      out.todos.add(new CapacityCell.Todo(environment.arn(), result.actions()));
    }
    unfit(environment, result, out);
    recovered(environment, result, out);
    condition(environment, verdict, slice, groundwork, result, out);
  }

  private EnvironmentPass.Slice slice(Environment environment) {
    var seen = instances.getOrDefault(environment.arn(), List.of());
    var groups =
        observation.seen().groups().stream()
            .filter(group -> group.environmentUuid().equals(environment.uuid()))
            .toList();
    var template =
        observation.seen().templates().stream()
            .filter(t -> t.environmentUuid().equals(environment.uuid()))
            .findFirst();
    return new EnvironmentPass.Slice(
        new Fleet(observation.catalogue(), seen, groups), groups, template);
  }

  private void unfit(Environment environment, EnvironmentPass.Result result, CapacityCell.Out out) {
    var waiting = new TreeSet<String>();
    memory
        .demandFor(environment.arn())
        .map(Demand::waiting)
        .orElse(List.of())
        .forEach(w -> waiting.add(w.shape().fingerprint()));
    memory.unfitNow(environment.arn(), waiting);
    for (var unfit : result.unfit()) {
      Shape shape = unfit.shape();
      if (memory.sayUnfit(environment.arn(), shape, environment.version())) {
        var fact = new Fact.FitsNoType(shape, unfit.why(), environment.version());
        out.reports.add(new Report(environment.arn(), now, fact));
      }
    }
  }

  private void recovered(
      Environment environment, EnvironmentPass.Result result, CapacityCell.Out out) {
    var trouble = memory.trouble(environment.arn());
    boolean launched = out.launchedFor().contains(environment.arn());
    boolean withdrawn =
        result.openGroups().isEmpty() && !LaunchRefusal.blamesSettings(trouble.code());
    if (trouble.refusing() && (launched || withdrawn)) {
      out.change(new Change.TroublePut(trouble.recovered()));
      out.reports.add(new Report(environment.arn(), now, new Fact.LaunchRecovered()));
    }
  }

  /** Nothing is said of settings until AWS has accepted or refused them. */
  private void condition(
      Environment environment,
      Judgement.Verdict verdict,
      EnvironmentPass.Slice slice,
      Groundwork groundwork,
      EnvironmentPass.Result result,
      CapacityCell.Out out) {
    if (environment.deleting()) {
      boolean gone =
          slice.fleet().isEmpty() && slice.groups().isEmpty() && slice.template().isEmpty();
      say(environment, "", result.countedVcpus(), gone, out);
      return;
    }
    var invalid =
        verdict.invalid().isEmpty()
            ? groundwork.refusal().map(r -> Judgement.refusedByAws(r.failure())).orElse("")
            : verdict.invalid();
    boolean applied = verdict.allowed() && groundwork.missing().isEmpty();
    if (applied || !invalid.isEmpty()) {
      say(environment, invalid, result.countedVcpus(), false, out);
    }
  }

  private void say(
      Environment environment, String invalid, int vcpus, boolean gone, CapacityCell.Out out) {
    out.say(
        new Condition(
            environment.arn(), environment.version(), invalid.isEmpty(), invalid, vcpus, gone));
  }
}
