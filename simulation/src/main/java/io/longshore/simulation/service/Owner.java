package io.longshore.simulation.service;

import io.longshore.simulation.database.SimDatabase.Answer;
import io.longshore.simulation.database.Store;
import java.util.Optional;

/**
 * A process that may own a scope: waits for the lease, owns it until it is lost, tries again. Two
 * of them share every scope.
 */
public class Owner {

  private static final long STANDBY = 1_000;

  private final Parts parts;
  private final String scope;
  private Optional<Tenure> tenure = Optional.empty();

  /** Nothing happens before {@link #start}. */
  public Owner(Parts parts, String scope) {
    this.parts = parts;
    this.scope = scope;
  }

  /** Begins to ask for the lease. */
  public void start() {
    parts.host().in(parts.dice().between(0, 500), this::take);
  }

  /** The process is gone, and its memory with it. */
  public void killed() {
    tenure.ifPresent(Tenure::close);
    tenure = Optional.empty();
  }

  private void take() {
    long askedAt = parts.agenda().nanos();
    parts
        .database()
        .<Optional<Store.Taken>>write(
            parts.host(),
            store -> store.take(scope, parts.host().name(), parts.agenda().instant()),
            answer -> {
              if (answer instanceof Answer.Done<Optional<Store.Taken>>(var got)
                  && got.isPresent()) {
                own(got.get(), askedAt);
              } else if (answer instanceof Answer.Done<Optional<Store.Taken>>) {
                standBy();
              } else {
                parts.host().in(STANDBY, this::take);
              }
            });
  }

  /** Asks again when the lease may have run out: asking in between would change nothing. */
  private void standBy() {
    var held = parts.database().store().until(scope);
    long left = held.toEpochMilli() - parts.agenda().instant().toEpochMilli();
    parts.host().in(Math.max(0, left) + parts.dice().between(1, STANDBY), this::take);
  }

  private void own(Store.Taken taken, long askedAt) {
    parts.history().tell(parts.host().name(), scope + " taken, epoch " + taken.epoch());
    var owned = tenure(taken, askedAt);
    tenure = Optional.of(owned);
    owned.start();
  }

  /** Makes the ownership. */
  protected Tenure tenure(Store.Taken taken, long askedAt) {
    return new Tenure(parts, scope, taken, askedAt, this::over);
  }

  /** The ownership is over. */
  protected void over() {
    tenure = Optional.empty();
    take();
  }

  /** What it works with. */
  protected Parts parts() {
    return parts;
  }

  /** Wakes the publisher, for rows that another committed. */
  public void wakePublisher() {
    tenure.ifPresent(Tenure::wakePublisher);
  }
}
