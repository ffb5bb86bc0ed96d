package io.longshore.standalone.chaos;

import io.longshore.standalone.world.fault.Faults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which fault strikes when: a function of the seed. Faults are dealt from a shuffled deck that
 * holds each of them, and a new deck is shuffled when it is empty, so that no kind waits for long.
 */
final class Schedule {

  /** The stack runs and the first jobs are under way. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  /** So long a run deals every kind. */
  private static final Duration WHOLE = Duration.ofMinutes(8);

  private static final int SHORTEST_GAP_MILLIS = 7_000;
  private static final int LONGEST_GAP_MILLIS = 15_000;

  /** A lease lasts 10 s. */
  private static final int SHORTEST_PAUSE_MILLIS = 12_000;

  private static final int LONGEST_PAUSE_MILLIS = 20_000;
  private static final int SHORTEST_STALL_MILLIS = 3_000;
  private static final int LONGEST_STALL_MILLIS = 15_000;
  private static final double ERROR_RATE = 0.4;
  private static final int ERROR_CALLS = 40;

  /**
   * A fault with its time.
   *
   * @param at since the load began
   */
  record Strike(Duration at, Fault fault) {}

  private final Random random;
  private final Deque<Fault> deck = new ArrayDeque<>();

  private Schedule(long seed) {
    this.random = new Random(seed);
  }

  /** All faults of a run, by their time. */
  static List<Strike> of(long seed, Duration length) {
    var schedule = new Schedule(seed);
    var strikes = new ArrayList<Strike>();
    for (var at = FIRST; at.compareTo(length) < 0; at = at.plus(schedule.gap())) {
      strikes.add(new Strike(at, schedule.next()));
    }
    return List.copyOf(strikes);
  }

  /**
   * Kinds that a run of that length must have seen and has not; a short run owes none. Which
   * standby is killed is left to chance.
   *
   * @param struck kinds that have struck
   */
  static List<String> missing(Duration length, Collection<String> struck) {
    if (length.compareTo(WHOLE) < 0) {
      return List.of();
    }
    return new Schedule(0)
        .deck().stream()
            .filter(fault -> !(fault instanceof Fault.Kill(_, var standby) && standby))
            .map(Fault::kind)
            .filter(kind -> !struck.contains(kind))
            .distinct()
            .sorted()
            .toList();
  }

  private Duration gap() {
    return between(SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS);
  }

  private Fault next() {
    if (deck.isEmpty()) {
      var whole = deck();
      Collections.shuffle(whole, random);
      deck.addAll(whole);
    }
    return deck.removeFirst();
  }

  private List<Fault> deck() {
    var faults = new ArrayList<Fault>();
    for (var target : Target.values()) {
      faults.add(new Fault.Kill(target, false));
      faults.add(new Fault.Pause(target, between(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS)));
      faults.add(new Fault.Restart(target));
    }
    for (var link : Link.values()) {
      faults.add(new Fault.Cut(link));
      faults.add(new Fault.Stall(link, between(SHORTEST_STALL_MILLIS, LONGEST_STALL_MILLIS)));
    }
    for (var surface : Faults.Surface.values()) {
      for (var mode : Faults.Mode.values()) {
        faults.add(new Fault.Errors(surface, mode, ERROR_RATE, ERROR_CALLS));
      }
    }
    faults.add(new Fault.Interrupt());
    faults.add(new Fault.Interrupt());
    faults.add(new Fault.Wipe());
    faults.add(new Fault.Kill(Target.values()[random.nextInt(Target.BROKER.ordinal())], true));
    return faults;
  }

  private Duration between(int leastMillis, int mostMillis) {
    return Duration.ofMillis(random.nextInt(leastMillis, mostMillis));
  }
}
