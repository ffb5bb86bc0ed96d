package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.reconcile.KnownInstance.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through the instances of one look: those that it shows, and those that it does not. */
final class RollCall {

  /**
   * How long an instance that the scheduler has given up may stay unknown to EC2: a new one is
   * listed within seconds.
   */
  private static final Duration NAMED = Duration.ofMinutes(5);

  private final Rules rules;
  private final Memory memory;
  private final Observation observation;
  private final Instant now;
  private final CapacityCell.Out out;
  private final Sightings sightings;

  RollCall(Rules rules, Memory memory, Observation observation, Instant now, CapacityCell.Out out) {
    this.rules = rules;
    this.memory = memory;
    this.observation = observation;
    this.now = now;
    this.out = out;
    this.sightings =
        new Sightings(rules, observation.catalogue(), now, out::change, out.reports::add);
  }

  void call(Map<String, Judgement.Verdict> verdicts) {
    var seen = new HashMap<String, Seen.Instance>();
    for (var instance : observation.seen().instances()) {
      seen.put(instance.id(), instance);
      present(instance, verdicts);
    }
    memory.found(seen.keySet());
    for (var known : memory.instances()) {
      if (!seen.containsKey(known.id())) {
        absent(known);
      }
    }
    memory.namedOnly().forEach((id, arn) -> named(id, arn, Optional.ofNullable(seen.get(id))));
  }

  private void present(Seen.Instance seen, Map<String, Judgement.Verdict> verdicts) {
    var before = memory.instance(seen.id());
    var arn =
        before.map(KnownInstance::environmentArn).or(() -> memory.arnOf(seen.environmentUuid()));
    if (arn.isEmpty()) {
      // Its environment is not registered here, or it was not launched by us.
      return;
    }
    var known = before.orElseGet(() -> sightings.first(arn.get(), seen));
    var content = Optional.ofNullable(verdicts.get(arn.get())).flatMap(Judgement.Verdict::content);
    joins(known, sightings.again(known, seen, memory.demandFor(arn.get()), content));
  }

  /** Counts instances that never join; one that does shows that the settings are right. */
  private void joins(KnownInstance before, KnownInstance after) {
    if (memory.environment(after.environmentArn()).isEmpty()) {
      return;
    }
    var trouble = memory.trouble(after.environmentArn());
    if (after.is(Mark.NEVER_JOINED) && !before.is(Mark.NEVER_JOINED)) {
      out.change(new Change.TroublePut(trouble.withNeverJoined(trouble.neverJoined() + 1, now)));
    }
    if (after.is(Mark.USED) && !before.is(Mark.USED) && trouble.neverJoined() > 0) {
      out.change(new Change.TroublePut(trouble.withNeverJoined(0, now)));
    }
  }

  /** An instance that EC2 had listed and that it was asked about by id, in vain. */
  private void absent(KnownInstance known) {
    if (!known.is(Mark.ENDED)) {
      if (missingFor(known.id(), rules.times().missing())) {
        sightings.ended(known, "EC2 no longer knows the instance", known.is(Mark.INTERRUPTED));
      }
    } else if (!memory.named(known)) {
      out.change(new Change.InstanceForgotten(known.id()));
    }
  }

  /**
   * An instance that the scheduler names and that was never listed while it lived. That EC2 does
   * not know it is no evidence while launches may run there: a node may carry an environment's
   * label and belong to another account or region. Such a node waits for its operator; once the
   * scheduler has given it up there is nothing to wait for.
   */
  private void named(String id, String arn, Optional<Seen.Instance> seen) {
    var unknown = new KnownInstance(id, arn, "", Instant.EPOCH, Set.of());
    boolean givenUp = memory.demandFor(arn).filter(d -> d.givenUp(id)).isPresent();
    if (seen.isEmpty() && givenUp && missingFor(id, NAMED)) {
      sightings.ended(unknown, "EC2 does not know the instance", false);
    }
    seen.filter(instance -> instance.state() == Seen.State.TERMINATED)
        .ifPresent(instance -> sightings.ended(unknown, instance.stateReason(), false));
  }

  private boolean missingFor(String id, Duration period) {
    return !now.isBefore(memory.missing(id, now).plus(period));
  }
}
