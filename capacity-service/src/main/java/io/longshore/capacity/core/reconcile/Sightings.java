package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Amounts;
import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.reconcile.KnownInstance.Mark;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares one seen instance with what is known of it and says what is new: that it exists, that it
 * never joined, that it should go, that it ended. Every fact is said once, because its mark is
 * stored in the transaction that sends it.
 */
final class Sightings {

  private final Rules rules;
  private final Catalogue catalogue;
  private final Instant now;
  private final Consumer<Change> changes;
  private final Consumer<Report> reports;

  Sightings(
      Rules rules,
      Catalogue catalogue,
      Instant now,
      Consumer<Change> changes,
      Consumer<Report> reports) {
    this.rules = rules;
    this.catalogue = catalogue;
    this.now = now;
    this.changes = changes;
    this.reports = reports;
  }

  /**
   * An instance that was never listed before. One that is first seen ended is reported as ended.
   */
  KnownInstance first(String environmentArn, Seen.Instance seen) {
    var known =
        new KnownInstance(seen.id(), environmentArn, seen.type(), seen.launchedAt(), Set.of());
    changes.accept(new Change.InstancePut(known));
    if (seen.state() != Seen.State.TERMINATED) {
      var capacity = catalogue.type(seen.type()).map(InstanceType::capacity).orElse(Amounts.NONE);
      say(
          known,
          new Fact.Launched(seen.id(), seen.type(), seen.zone(), seen.market().word(), capacity));
    }
    return known;
  }

  /**
   * An instance that is known and was seen.
   *
   * @param content the content that the environment's instances should be made from, if known
   */
  KnownInstance again(
      KnownInstance known, Seen.Instance seen, Optional<Demand> demand, Optional<String> content) {
    if (known.is(Mark.ENDED)) {
      return known;
    }
    if (seen.state() == Seen.State.TERMINATED) {
      return ended(known, seen.stateReason(), byInterruption(known, seen));
    }
    var next = known;
    if (demand.isPresent()) {
      next = usability(next, seen, demand.get());
    }
    if (seen.state().alive() && content.isPresent() && outdated(seen, content.get())) {
      next =
          tell(
              next,
              Mark.WANTS_TO_GO,
              new Fact.WantsToGo(seen.id(), "its launch template is outdated"));
    }
    return next;
  }

  /** The end of an instance. */
  KnownInstance ended(KnownInstance known, String reason, boolean interrupted) {
    return tell(known, Mark.ENDED, new Fact.Terminated(known.id(), reason, interrupted));
  }

  private KnownInstance usability(KnownInstance known, Seen.Instance seen, Demand demand) {
    if (demand.usable().contains(known.id())) {
      return mark(known, Mark.USED);
    }
    // Judged by a statement made after the deadline: one that is late itself proves nothing.
    boolean late = demand.at().isAfter(known.launchedAt().plus(rules.times().join()));
    if (late && !known.is(Mark.USED) && seen.state().alive() && !demand.givenUp(known.id())) {
      var reason = "its node did not become usable within " + rules.times().join();
      return tell(known, Mark.NEVER_JOINED, new Fact.NeverJoined(known.id(), reason));
    }
    return known;
  }

  private static boolean outdated(Seen.Instance seen, String content) {
    return !seen.content().isEmpty() && !seen.content().equals(content);
  }

  private static boolean byInterruption(KnownInstance known, Seen.Instance seen) {
    return known.is(Mark.INTERRUPTED) || seen.stateReason().contains("Server.SpotInstance");
  }

  private KnownInstance tell(KnownInstance known, Mark mark, Fact fact) {
    if (known.is(mark)) {
      return known;
    }
    say(known, fact);
    return mark(known, mark);
  }

  private KnownInstance mark(KnownInstance known, Mark mark) {
    if (known.is(mark)) {
      return known;
    }
    var next = known.with(mark);
    changes.accept(new Change.InstancePut(next));
    return next;
  }

  private void say(KnownInstance known, Fact fact) {
    reports.accept(new Report(known.environmentArn(), now, fact));
  }
}
