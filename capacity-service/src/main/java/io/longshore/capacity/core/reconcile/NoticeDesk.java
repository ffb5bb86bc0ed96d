package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Notice;
import io.longshore.capacity.core.interrupt.Verdict;
import io.longshore.capacity.core.interrupt.Verdict.Fate;
import io.longshore.capacity.core.reconcile.KnownInstance.Mark;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Turns EC2's events into reports about instances that are known. */
final class NoticeDesk {

  /** How long an event may name an instance that no look has shown; then it is another's. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Rules rules;
  private final Instant now;

  NoticeDesk(Rules rules, Instant now) {
    this.rules = rules;
    this.now = now;
  }

  Verdict handle(
      Event event,
      Function<String, Optional<KnownInstance>> known,
      Consumer<Change> changes,
      Consumer<Report> reports) {
    return new Verdict(
        event.receipt(),
        switch (Notice.read(event)) {
          case Notice.Interruption(var id, var action, var at) ->
              mark(
                  event,
                  known.apply(id),
                  Mark.INTERRUPTED,
                  new Fact.Interruption(id, action, at.plus(rules.times().notice())),
                  changes,
                  reports);
          case Notice.Rebalance(var id, var _) ->
              rules.drainOnRebalance()
                  ? mark(
                      event,
                      known.apply(id),
                      Mark.WANTS_TO_GO,
                      new Fact.WantsToGo(id, "EC2 recommends to rebalance"),
                      changes,
                      reports)
                  : new Fate.Done();
          case Notice.StateChange _ -> new Fate.Done();
          case Notice.Unknown(var why) -> new Fate.Foreign(why);
        });
  }

  private Fate mark(
      Event event,
      Optional<KnownInstance> known,
      Mark mark,
      Fact fact,
      Consumer<Change> changes,
      Consumer<Report> reports) {
    if (known.isEmpty()) {
      return now.isBefore(event.time().plus(PATIENCE))
          ? new Fate.Later()
          : new Fate.Foreign("an instance that is not ours");
    }
    var instance = known.get();
    if (!instance.is(mark) && !instance.is(Mark.ENDED)) {
      changes.accept(new Change.InstancePut(instance.with(mark)));
      reports.accept(new Report(instance.environmentArn(), now, fact));
    }
    return new Fate.Done();
  }
}
