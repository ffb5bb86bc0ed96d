package io.longshore.kit.wire;

import io.longshore.api.internal.v1.StreamAck;
import io.longshore.kit.core.Check;
import io.longshore.kit.core.RoundClock;
import io.longshore.kit.core.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rounds of one ownership, strictly one after another: when the next may begin, on which
 * inputs, by which clock and number, and what is to be believed once it is committed. Whoever runs
 * it does what it says and tells what came of it; a round that was begun is either {@link
 * #committed} or {@link #failed} before the next. Confined to one thread; times are monotonic
 * nanoseconds.
 */
public final class Turns {

  /** Inputs of one round, unless one record alone has more. */
  public static final int MAX_INPUTS = 5_000;

  /** How long a due wake-up waits while timers may not fire. */
  private static final long STALE_WAIT = Duration.ofMillis(500).toNanos();

  private final Assembly assembly;
  private final Suspects suspects = new Suspects();
  private RoundClock clock;
  private long number;
  private Optional<Instant> wakeAt = Optional.empty();
  private Batch restore = Batch.EMPTY;
  private boolean asked;
  private boolean busy = true;

  /**
   * Something that is decided and committed as one.
   *
   * @param inputs what the program works on
   * @param batch where they come from, and how far the scope comes when it is committed
   * @param between no turn of the loop: the wake-up that was asked for before stands
   */
  public record Round(Inputs inputs, Batch batch, boolean between) {

    /** Its number, dense per scope. */
    public long number() {
      return inputs.round();
    }

    /** The time that it is decided at. */
    public Instant at() {
      return inputs.now();
    }
  }

  /** What follows a failed step, besides memory built anew: that comes first. */
  public sealed interface Remedy {

    /** The inputs are tried again one by one, or the one once more. */
    record Narrow() implements Remedy {}

    /** There was no input: the time alone makes it fail. Wait a while. */
    record Pause() implements Remedy {}

    /** This one input failed twice alone: out of the way, so that those behind it go on. */
    record Aside(Batch single) implements Remedy {}
  }

  /**
   * Goes on where {@code assembly} says that an earlier owner stopped. Nothing is begun before
   * {@link #load}.
   *
   * @param round number of the last committed round
   */
  public Turns(Assembly assembly, RoundClock clock, long round) {
    this.assembly = assembly;
    this.clock = clock;
    this.number = round;
  }

  /** The time that a round would be decided at. */
  public Instant now(long nanos) {
    return clock.now(nanos);
  }

  /** The number of the last committed round. */
  public long number() {
    return number;
  }

  /** Whether a round is under way, the loading of memory included. */
  public boolean busy() {
    return busy;
  }

  /** Whether the compacted topics have been read: what has arrived may be worked on. */
  public boolean ready() {
    return assembly.ready();
  }

  /** Whether new arrivals are to be taken: not while earlier inputs have to be given again. */
  public boolean takesArrivals() {
    return restore.isEmpty() && suspects.isEmpty();
  }

  /**
   * Sorts in what has arrived.
   *
   * @return how far other ends have stored what was sent to them
   */
  public List<StreamAck> arrived(List<Arrival> arrivals, long nanos) {
    assembly.add(arrivals, nanos / 1_000_000);
    return assembly.takeAcks();
  }

  /** The program wants a round even if nothing arrives. */
  public void asked() {
    asked = true;
  }

  /** The next round; empty while there is nothing to do. */
  public Optional<Round> next(long nanos) {
    Check.that(!busy, "round %d is still under way", number + 1);
    if (!restore.isEmpty()) {
      Batch first = restore;
      restore = Batch.EMPTY;
      return Optional.of(turn(first, nanos));
    }
    Batch suspect = suspects.next();
    if (suspect != null) {
      return Optional.of(turn(suspect, nanos));
    }
    if (!assembly.ready()) {
      return Optional.empty();
    }
    Batch batch = assembly.take();
    boolean due = asked || wakeDue(nanos);
    asked = false;
    return batch.isNothing() && !due ? Optional.empty() : Optional.of(turn(batch, nanos));
  }

  private boolean wakeDue(long nanos) {
    Instant now = now(nanos);
    return wakeAt.filter(at -> !at.isAfter(now)).isPresent();
  }

  private boolean fresh(long nanos) {
    return suspects.isEmpty() && assembly.freshness().timersMayFire(nanos);
  }

  /**
   * How long nothing is due if nothing arrives: until the wake-up, and a little where it is due and
   * timers may not fire yet.
   *
   * @param most the answer where no wake-up was asked for
   */
  public long patience(long nanos, long most) {
    Instant now = now(nanos);
    long untilWake =
        wakeAt.map(at -> Math.max(0, Duration.between(now, at).toNanos())).orElse(most);
    if (untilWake == 0 && !assembly.freshness().timersMayFire(nanos)) {
      return STALE_WAIT;
    }
    return Math.min(untilWake, most);
  }

  /** What memory says once it is built is committed as a round of its own. */
  public Round load(long nanos) {
    return begin(Batch.EMPTY, nanos, false, false, false);
  }

  private Round turn(Batch batch, long nanos) {
    return begin(batch, nanos, fresh(nanos), false, false);
  }

  /** A round on the one input that was put aside once and is given again. */
  public Round again(Batch single, long nanos) {
    return begin(single, nanos, false, true, false);
  }

  /** Something that is committed between two rounds. */
  public Round between(Batch batch, long nanos) {
    return begin(batch, nanos, false, false, true);
  }

  private Round begin(Batch batch, long nanos, boolean fresh, boolean again, boolean between) {
    busy = true;
    var inputs =
        new Inputs(
            now(nanos),
            number + 1,
            batch.messages(),
            batch.statements(),
            batch.entries(),
            fresh,
            again);
    return new Round(inputs, batch, between);
  }

  /** The database has told its clock. */
  public void answered(Instant database, long nanos) {
    clock = clock.answered(database, nanos);
  }

  /** The round is in the database: only now it counts. */
  public void committed(Round round, Optional<Instant> nextWake) {
    Check.that(round.number() == number + 1, "round %d after %d", round.number(), number);
    number++;
    clock = clock.committed(round.at());
    boolean earlier =
        wakeAt.isEmpty() || nextWake.filter(at -> at.isBefore(wakeAt.get())).isPresent();
    if (!round.between() || earlier) {
      wakeAt = nextWake;
    }
    busy = false;
  }

  /** The step could not stand the inputs, or the database the step: nothing of it counts. */
  public Remedy failed(Round round) {
    return switch (suspects.failed(round.batch())) {
      case ALONE, ONCE_MORE -> new Remedy.Narrow();
      case ASIDE -> new Remedy.Aside(round.batch());
      case NO_INPUT -> new Remedy.Pause();
    };
  }

  /** Nothing of this stream is taken any more, and what waits of it is dropped. */
  public void stop(StreamId stream, String why) {
    assembly.stop(stream, why);
    suspects.dropIf(
        batch -> batch.messages().stream().anyMatch(message -> message.stream().equals(stream)));
  }

  /** This input is not given again. */
  public void aside(Batch single) {
    assembly.aside(single);
  }

  /** Memory was built anew: what it had from compacted topics is given again first. */
  public void rebuilt() {
    restore = assembly.restore(suspects.waiting());
  }
}
