package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.core.Lease;
import io.longshore.kit.core.RoundClock;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.Advance;
import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.Assembly;
import io.longshore.kit.wire.Batch;
import io.longshore.kit.wire.Inputs;
import io.longshore.simulation.Broken;
import io.longshore.simulation.database.SimDatabase.Answer;
import io.longshore.simulation.database.Store;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One ownership of a scope: load, then rounds, strictly one after another, as the kit's Tenure does
 * them. What throws is a broken promise: simulation demands zero of it.
 */
public class Tenure implements Program.Tenancy {

  private static final int MAX_INPUTS = 5_000;
  private static final long STALE_WAIT = 500;
  private static final long RETRY = 250;
  private static final long TICK = 1_500;

  private final Parts parts;
  private final String scope;
  private final Store.Taken taken;
  private final Runnable over;
  private final ArrayDeque<Arrival> inbox = new ArrayDeque<>();
  private final Publisher publisher;
  private Assembly assembly = new Assembly(Assembly.Stored.NOTHING, this::stopped);
  private Optional<Broken> stop = Optional.empty();
  private Optional<Reader> reader = Optional.empty();
  private Lease.Watch watch;
  private RoundClock clock;
  private long round;
  private Optional<Instant> wakeAt = Optional.empty();
  private long timer = Long.MAX_VALUE;
  private boolean asked;
  private boolean busy = true;
  private boolean turning;
  private boolean closed;

  /** A lease just taken begins an ownership. */
  public Tenure(Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
    this.parts = parts;
    this.scope = scope;
    this.taken = taken;
    this.over = over;
    this.watch = new Lease.Watch(askedAt);
    this.clock = new RoundClock(taken.clock(), taken.now(), parts.agenda().nanos());
    this.round = taken.round();
    this.publisher = parts.publisher(taken.epoch());
  }

  /**
   * A process that was paused may read what its successor acknowledged before it finds its lease
   * gone: only an owner's stop breaks the promise.
   */
  private void stopped(StreamId stream, String why) {
    stop =
        Optional.of(new Broken("no stream stops", new IllegalStateException(stream + ": " + why)));
  }

  /** The database has just said that the lease is held. */
  private void proven(long askedAt) {
    watch = watch.proven(askedAt);
    if (stop.isPresent()) {
      throw stop.get();
    }
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
                    store.stored(scope), parts.program().load(store, taken.epoch(), clockNow())),
            answer -> {
              if (closed) {
                return;
              }
              if (answer instanceof Answer.Done<Loaded>(var loaded)) {
                assembly = new Assembly(loaded.stored(), this::stopped);
                commit(loaded.decision(), Batch.EMPTY, clockNow(), () -> loaded(loaded.stored()));
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

  private Instant clockNow() {
    return clock.now(parts.agenda().nanos());
  }

  private void arrived(Arrival arrival) {
    inbox.add(arrival);
    nudge();
  }

  private void nudge() {
    if (!turning && !busy && !closed) {
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
    return !closed && watch.surelyHeld(parts.agenda().nanos());
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
    if (closed || busy) {
      return;
    }
    take();
    publisher.acked(assembly.takeAcks());
    if (!assembly.ready()) {
      return;
    }
    Batch batch = assemble();
    Instant now = clockNow();
    boolean due = wakeAt.filter(at -> !at.isAfter(now)).isPresent() || asked;
    if (batch.isEmpty() && !due) {
      setTimer(now);
      return;
    }
    asked = false;
    round(batch, now);
  }

  private void take() {
    var some = new ArrayList<Arrival>();
    int messages = 0;
    while (!inbox.isEmpty() && messages < MAX_INPUTS) {
      Arrival next = inbox.remove();
      messages += next instanceof Arrival.Received r ? r.record().getMessagesCount() : 0;
      some.add(next);
    }
    assembly.add(arrivals(some), parts.agenda().now());
  }

  /** What has arrived, before it is judged. */
  protected List<Arrival> arrivals(List<Arrival> some) {
    return some;
  }

  /** What the next round works on. */
  protected Batch assemble() {
    return assembly.take();
  }

  private void setTimer(Instant now) {
    wakeAt.ifPresent(
        at -> {
          long due = parts.agenda().now() + Math.max(1, at.toEpochMilli() - now.toEpochMilli());
          if (due < timer || timer <= parts.agenda().now()) {
            timer = due;
            parts.host().in(due - parts.agenda().now(), () -> due(due));
          }
        });
  }

  /** A timer that was set anew since says nothing. */
  private void due(long at) {
    if (at == timer) {
      nudge();
    }
  }

  private void round(Batch batch, Instant now) {
    boolean fresh = fresh();
    var inputs =
        new Inputs(now, round + 1, batch.messages(), batch.statements(), batch.entries(), fresh);
    Program.Decision decision;
    try {
      decision = parts.program().step(inputs);
    } catch (Broken e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Broken("no core throws", e);
    }
    commit(decision, batch, now, () -> {});
  }

  /** Whether timers may fire. */
  protected boolean fresh() {
    return assembly.freshness().timersMayFire(parts.agenda().nanos());
  }

  private void commit(Program.Decision decision, Batch batch, Instant now, Runnable then) {
    busy = true;
    deciding(decision, batch.advance());
    tryCommit(new Attempt(parts.commitId(), decision, batch.advance(), now, then));
  }

  /** A round on its way to the database. */
  private record Attempt(
      long id, Program.Decision decision, Advance advance, Instant now, Runnable then) {}

  private void tryCommit(Attempt attempt) {
    long askedAt = parts.agenda().nanos();
    parts
        .database()
        .<Instant>write(
            parts.host(),
            store -> {
              Instant now = parts.agenda().instant();
              lease(store, attempt.now(), now);
              store.commitId(attempt.id());
              store(store, attempt.decision(), attempt.advance());
              return now;
            },
            answer -> {
              if (closed) {
                return;
              }
              switch (answer) {
                case Answer.Done<Instant>(var database) -> {
                  watch = watch.proven(askedAt);
                  clock = clock.answered(database, parts.agenda().nanos());
                  settled(attempt);
                }
                case Answer.Lost<Instant> _ -> lost();
                case Answer.Failed<Instant> _ -> readBack(attempt);
              }
            });
  }

  /** The lease's compare-and-set, first in every transaction. */
  protected void lease(Store store, Instant clock, Instant now) {
    store.round(scope, taken.epoch(), round + 1, clock, now);
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
              CommitVerdict verdict =
                  answer instanceof Answer.Done<CommitVerdict>(var found) ? found : null;
              if (verdict == null) {
                parts.host().in(RETRY, () -> readBack(attempt));
                return;
              }
              switch (verdict) {
                case DROP -> lost();
                case GO_ON -> settled(attempt);
                case AGAIN -> parts.host().in(RETRY, () -> retry(attempt));
              }
            });
  }

  private void retry(Attempt attempt) {
    if (!closed) {
      tryCommit(attempt);
    }
  }

  private void settled(Attempt attempt) {
    round++;
    clock = clock.committed(attempt.now());
    wakeAt = attempt.decision().wakeAt();
    parts.program().committed(attempt.decision());
    publisher.committed(attempt.decision(), attempt.advance().streams());
    busy = false;
    timer = Long.MAX_VALUE;
    attempt.then().run();
    boolean stale = wakeAt.filter(at -> !at.isAfter(clockNow())).isPresent() && !fresh();
    if (stale) {
      parts.host().in(STALE_WAIT, this::nudge);
    } else {
      nudge();
    }
  }

  /** Renews the lease while rounds do not. */
  private void keep() {
    if (closed) {
      return;
    }
    parts.host().in(TICK, this::keep);
    if (watch.renewDue(parts.agenda().nanos())) {
      long askedAt = parts.agenda().nanos();
      parts
          .database()
          .<Boolean>write(
              parts.host(),
              store -> store.renew(scope, taken.epoch(), parts.agenda().instant()),
              answer -> {
                if (answer instanceof Answer.Done<Boolean>(var held)) {
                  if (held) {
                    proven(askedAt);
                  } else {
                    lost();
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
