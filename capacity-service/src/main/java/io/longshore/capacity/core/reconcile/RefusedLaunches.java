package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Launches that AWS refused: the reason why jobs wait, and for a while a reason to prefer other
 * groups. A shortage that lasts is reported again now and then: who has heard of it long ago tries
 * anew.
 */
final class RefusedLaunches {

  private final Rules rules;
  private final Memory memory;
  private final Instant now;
  private final CapacityCell.Out out;

  RefusedLaunches(Rules rules, Memory memory, Instant now, CapacityCell.Out out) {
    this.rules = rules;
    this.memory = memory;
    this.now = now;
    this.out = out;
  }

  /** Scaling activities that failed. */
  void activities(Seen seen) {
    var groups = new HashMap<String, Seen.Group>();
    seen.groups().forEach(group -> groups.put(group.name(), group));
    for (var failure : seen.failures()) {
      var group = Optional.ofNullable(groups.get(failure.group()));
      var environment =
          group.flatMap(g -> memory.arnOf(g.environmentUuid())).flatMap(memory::environment);
      if (environment.isPresent() && memory.shortages().note(failure, now)) {
        refused(environment.get(), group.get().types(), LaunchRefusal.read(failure.text()));
      }
    }
  }

  /**
   * Groups that only waiting jobs need and that AWS would not make, for a quota perhaps. Others of
   * the environment exist, so its settings are not to blame.
   */
  void groups(Environment environment, Groundwork groundwork, List<ActionResult> results) {
    for (var result : results) {
      if (result.environmentArn().equals(environment.arn())
          && result.action() instanceof Action.EnsureGroup(var spec)
          && !groundwork.missing().contains(result.action())
          && result.failure().filter(failure -> !failure.passing()).isPresent()) {
        var failure = result.failure().get();
        memory.shortages().note(new Seen.Failure(spec.name(), now, failure.message()), now);
        refused(environment, spec.types(), new LaunchRefusal(failure.code(), failure.message()));
      }
    }
  }

  private void refused(Environment environment, List<String> types, LaunchRefusal refusal) {
    var trouble = memory.trouble(environment.arn());
    if (trouble.code().equals(refusal.code()) && !saidLongAgo(trouble)) {
      return;
    }
    out.change(new Change.TroublePut(trouble.refused(refusal, now)));
    var fact = new Fact.LaunchFailed(refusal.code(), refusal.message(), types);
    out.reports.add(new Report(environment.arn(), now, fact));
  }

  /** What the settings are to blame for is said once: time from then on is what forgives it. */
  private boolean saidLongAgo(Trouble trouble) {
    return !LaunchRefusal.blamesSettings(trouble.code())
        && !now.isBefore(trouble.since().plus(rules.times().shortage()));
  }
}
