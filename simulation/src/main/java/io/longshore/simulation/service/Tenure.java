package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.core.Commitment;
import io.longshore.kit.core.Commitment.Next;
import io.longshore.kit.core.Lease;
import io.longshore.kit.core.RoundClock;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.Advance;
import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.Assembly;
import io.longshore.kit.wire.Backlog;
import io.longshore.kit.wire.Turns;
import io.longshore.kit.wire.Turns.Round;
import io.longshore.simulation.Broken;
import io.longshore.simulation.database.SimDatabase.Answer;
import io.longshore.simulation.database.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One ownership of a scope: does what the kit's {@link Turns} and {@link Commitment} say, as the
 * kit's Tenure does with threads. What throws is a broken promise: simulation demands zero of it.
 */
public class Tenure implements Program.Tenancy {

  private final Parts parts;
  private final String scope;
  private final Store.Taken taken;
  private final Runnable over;
  private final Backlog inbox = new Backlog();
  private final Publisher publisher;
  private final Assembly assembly = new Assembly(this::stopped);
  private final Turns rounds;
  private Optional<Broken> stop = Optional.empty();
  private Optional<Reader> reader = Optional.empty();
  private Lease.Watch watch;
  private long timer;
  private boolean asked;
  private boolean turning;
  private boolean closed;

  /** A lease just taken begins an ownership. */
  public Tenure(Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
    this.parts = parts;
    this.scope = scope;
    this.taken = taken;
    this.over = over;
    this.watch = new Lease.Watch(askedAt);
    var clock = new RoundClock(taken.clock(), taken.now(), parts.agenda().nanos());
    this.rounds = new Turns(assembly, clock, taken.round());
    this.publisher = parts.publisher(scope, taken.epoch());
  }

  private long nanos() {
    return parts.agenda().nanos();
  }

  /**
   * A process that was paused may read what its successor acknowledged before it finds its lease
   * gone: only an owner's stop breaks the promise, one that it saw before it asked for a proof.
   */
  private void stopped(StreamId stream, String why) {
    stop =
        Optional.of(new Broken("no stream stops", new IllegalStateException(stream + ": " + why)));
  }

  private static void fail(Broken stop) {
    throw stop;
  }

  /** Begins. */
  public void start() {
    parts.program().tenancy(this);
    keep();
    load();
  }

  private void load() {
    parts
        .database()
        .read(
            parts.host(),
            store ->
                new Loaded(
                    store.stored(scope),
                    parts.program().load(store, taken.epoch(), rounds.now(nanos()))),
            answer -> {
              if (closed) {
                return;
              }
              if (answer instanceof Answer.Done<Loaded>(var loaded)) {
                assembly.begin(loaded.stored());
                var round = rounds.load(nanos());
                commit(loaded.decision(), round, () -> loaded(loaded.stored()));
              } else {
                parts.program().dropped();
                parts.host().in(1_000, this::load);
              }
            });
  }

  private record Loaded(Assembly.Stored stored, Program.Decision decision) {}

  private void loaded(Assembly.Stored stored) {
    publisher.committed(Program.Decision.nothing(Optional.empty()), stored.streams());
    publisher.start();
    var topics =
        new Reader(
            parts.wires(),
            parts.kafka(),
            parts.host(),
            parts.agenda(),
            stored.offsets(),
            this::arrived);
    reader = Optional.of(topics);
    topics.start();
  }

  private void arrived(Arrival arrival) {
    inbox.add(arrival);
    nudge();
  }

  private void nudge() {
    if (!turning && !rounds.busy() && !closed) {
      turning = true;
      parts.host().in(0, this::turn);
    }
  }

  @Override
  public void wake() {
    asked = true;
    nudge();
  }

  @Override
  public boolean surelyHeld() {
    return !closed && watch.surelyHeld(nanos());
  }

  @Override
  public void in(long delay, Runnable what) {
    parts
        .host()
        .in(
            delay,
            () -> {
              if (!closed) {
                what.run();
              }
            });
  }

  private void turn() {
    turning = false;
    if (closed || rounds.busy()) {
      return;
    }
    var some = arrivals(inbox.take(Turns.MAX_INPUTS));
    publisher.acked(rounds.arrived(some, nanos()));
    if (asked) {
      asked = false;
      rounds.asked();
    }
    var round = rounds.next(nanos());
    if (round.isPresent()) {
      round(opened(round.get()));
    } else {
      rest();
    }
  }

  /** What has arrived, before it is judged. */
  protected List<Arrival> arrivals(List<Arrival> some) {
    return some;
  }

  /** What the next round works on. */
  protected Round opened(Round round) {
    return round;
  }

  /** Waits for what arrives or becomes due. */
  private void rest() {
    if (!inbox.isEmpty() || asked) {
      nudge();
      return;
    }
    long patience = rounds.ready() ? rounds.patience(nanos(), Long.MAX_VALUE) : Long.MAX_VALUE;
    if (patience < Long.MAX_VALUE) {
      long mine = ++timer;
      long millis = Math.max(1, Math.ceilDiv(patience, 1_000_000));
      parts
          .host()
          .in(
              millis,
              () -> {
                if (mine == timer) {
                  nudge();
                }
              });
    }
  }

  private void round(Round round) {
    Program.Decision decision;
    try {
      decision = parts.program().step(round.inputs());
    } catch (Broken e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Broken("no core throws", e);
    }
    commit(decision, round, () -> {});
  }

  private void commit(Program.Decision decision, Round round, Runnable then) {
    timer++;
    deciding(decision, round.batch().advance());
    var commitment = new Commitment();
    var attempt = new Attempt(parts.commitId(), decision, round, commitment, then);
    follow(attempt, commitment.begin());
  }

  /** A round on its way to the database. */
  private record Attempt(
      long id, Program.Decision decision, Round round, Commitment commitment, Runnable then) {}

  private void follow(Attempt attempt, Next next) {
    switch (next) {
      case Next.Commit(long afterMs) -> after(afterMs, () -> tryCommit(attempt));
      case Next.ReadBack(long afterMs) -> after(afterMs, () -> readBack(attempt));
      case Next.Settled(var database) -> {
        database.ifPresent(now -> rounds.answered(now, nanos()));
        settled(attempt);
      }
      case Next.Lost _ -> lost();
      case Next.Refused _ ->
          throw new Broken("no step is refused", new IllegalStateException(attempt.toString()));
    }
  }

  private void after(long millis, Runnable what) {
    if (millis == 0) {
      what.run();
    } else {
      in(millis, what);
    }
  }

  private void tryCommit(Attempt attempt) {
    long askedAt = nanos();
    var seen = stop;
    Round round = attempt.round();
    parts
        .database()
        .<Instant>write(
            parts.host(),
            store -> {
              Instant now = parts.agenda().instant();
              lease(store, round.at(), now);
              store.commitId(attempt.id());
              store(store, attempt.decision(), round.batch().advance());
              return now;
            },
            answer -> {
              if (closed) {
                return;
              }
              switch (answer) {
                case Answer.Done<Instant>(var database) -> {
                  watch = watch.proven(askedAt);
                  seen.ifPresent(Tenure::fail);
                  follow(attempt, attempt.commitment().done(database));
                }
                case Answer.Lost<Instant> _ -> follow(attempt, attempt.commitment().lost());
                case Answer.Failed<Instant> _ ->
                    follow(attempt, attempt.commitment().failed(Commitment.Failure.PASSING));
              }
            });
  }

  /** The lease's compare-and-set, first in every transaction. */
  protected void lease(Store store, Instant clock, Instant now) {
    store.round(scope, taken.epoch(), rounds.number() + 1, clock, now);
  }

  /** What follows a commit that failed or was not answered. */
  protected CommitVerdict verdict(Store store, long id) {
    return store.readBack(scope, taken.epoch(), id);
  }

  /** A decision is about to be committed. */
  protected void deciding(Program.Decision decision, Advance advance) {}

  /** What sends. */
  protected Publisher publisher() {
    return publisher;
  }

  /** The transaction behind the lease's compare-and-set. */
  protected void store(Store store, Program.Decision decision, Advance advance) {
    decision.writes().accept(store);
    store.advance(scope, advance);
    var messages = new TreeMap<String, List<ByteString>>();
    for (var out : decision.messages()) {
      messages.computeIfAbsent(out.to(), _ -> new ArrayList<>()).add(out.body());
    }
    store.append(messages);
    parts.hooks().committed(scope, store);
  }

  private void readBack(Attempt attempt) {
    parts
        .database()
        .<CommitVerdict>read(
            parts.host(),
            store -> verdict(store, attempt.id()),
            answer -> {
              if (closed) {
                return;
              }
              Commitment commitment = attempt.commitment();
              follow(
                  attempt,
                  answer instanceof Answer.Done<CommitVerdict>(var verdict)
                      ? commitment.read(verdict)
                      : commitment.unread());
            });
  }

  private void settled(Attempt attempt) {
    rounds.committed(attempt.round(), attempt.decision().wakeAt());
    parts.program().committed(attempt.decision());
    publisher.committed(attempt.decision(), attempt.round().batch().advance().streams());
    attempt.then().run();
    rest();
  }

  /** Renews the lease while rounds do not. */
  private void keep() {
    if (closed) {
      return;
    }
    parts.host().in(Lease.LOOK_EVERY.toMillis(), this::keep);
    if (watch.renewDue(nanos())) {
      long askedAt = nanos();
      var seen = stop;
      parts
          .database()
          .<Boolean>write(
              parts.host(),
              store -> store.renew(scope, taken.epoch(), parts.agenda().instant()),
              answer -> {
                if (answer instanceof Answer.Done<Boolean>(var held)) {
                  watch = watch.renewed(held, askedAt);
                  if (watch.lost()) {
                    lost();
                  } else {
                    seen.ifPresent(Tenure::fail);
                  }
                }
              });
    }
  }

  private void lost() {
    if (!closed) {
      parts.history().tell(parts.host().name(), scope + " lost, was epoch " + taken.epoch());
      close();
      parts.host().in(0, over);
    }
  }

  void wakePublisher() {
    publisher.wake();
  }

  /** The ownership is over: memory goes. */
  public void close() {
    if (!closed) {
      closed = true;
      reader.ifPresent(Reader::close);
      publisher.close();
      parts.program().dropped();
    }
  }
}
