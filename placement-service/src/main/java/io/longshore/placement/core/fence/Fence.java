package io.longshore.placement.core.fence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The way to an open fence: read, raise to max(lease, what is there, what the ledger has seen) + 1
 * by a conditional write, probe until the API server refuses the epoch before. A cluster without
 * the policy never gets there, so nothing is ever placed on it.
 */
public final class Fence {

  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration PROBE_EVERY = Duration.ofMillis(250);
  private static final Duration PROBE_LEAKY_EVERY = Duration.ofSeconds(5);

  private final Duration patience;
  private long floor;
  private FenceState state;

  /**
   * A fence that is shut.
   *
   * @param floor the largest epoch known otherwise: the lease's and the ledger's
   * @param patience how long a policy may take to see the new number before it counts as missing
   */
  public Fence(long floor, Duration patience, Instant now) {
    this.floor = floor;
    this.patience = patience;
    this.state = new FenceState.Shut("", now);
  }

  /** Where it stands. */
  public FenceState state() {
    return state;
  }

  /** The epoch to create under, 0 while shut. */
  public long epoch() {
    return state instanceof FenceState.Open(long epoch, Instant _) ? epoch : 0;
  }

  /** Why it is not open, empty where it is or will be in a moment. */
  public String complaint() {
    return switch (state) {
      case FenceState.Shut(String why, Instant _) -> why;
      case FenceState.Proving p -> p.why();
      case FenceState.Reading _, FenceState.Raising _, FenceState.Open _ -> "";
    };
  }

  /** When it wants a tick, if at all. */
  public Optional<Instant> wakeAt() {
    return switch (state) {
      case FenceState.Shut(String _, Instant retryAt) -> Optional.of(retryAt);
      case FenceState.Proving p -> p.waiting() ? Optional.empty() : Optional.of(p.nextAt());
      case FenceState.Reading _, FenceState.Raising _, FenceState.Open _ -> Optional.empty();
    };
  }

  /** Raise it again: a create under the present epoch was not answered and was not found. */
  public void raiseAgain(Instant now) {
    if (state instanceof FenceState.Open(long epoch, Instant _)) {
      floor = Math.max(floor, epoch);
      state = new FenceState.Shut("", now);
    }
  }

  /** Takes one event. */
  public Optional<FenceAction> on(FenceEvent event, Instant now) {
    return switch (event) {
      case FenceEvent.Tick _ -> tick(now);
      case FenceEvent.Read(long epoch, var version) when state instanceof FenceState.Reading -> {
        long to = Math.max(floor, epoch) + 1;
        state = new FenceState.Raising(to);
        yield Optional.of(new FenceAction.RaiseFence(to, version));
      }
      case FenceEvent.Raised(long epoch) when state instanceof FenceState.Raising(long to) -> {
        floor = Math.max(floor, to);
        state = new FenceState.Proving(epoch, now, true, now, "");
        yield Optional.of(new FenceAction.ProbeFence(epoch));
      }
      case FenceEvent.Overtaken _ when state instanceof FenceState.Raising -> shut("", now);
      case FenceEvent.Holds _ when state instanceof FenceState.Proving p -> {
        state = new FenceState.Open(p.epoch(), now);
        yield Optional.empty();
      }
      case FenceEvent.Leaks(String why) when state instanceof FenceState.Proving p -> {
        boolean leaky = p.since().plus(patience).isBefore(now);
        state =
            new FenceState.Proving(
                p.epoch(),
                p.since(),
                false,
                now.plus(leaky ? PROBE_LEAKY_EVERY : PROBE_EVERY),
                leaky ? "nothing is placed on this cluster: " + why : "");
        yield Optional.empty();
      }
      case FenceEvent.Failed(String why)
          when !(state instanceof FenceState.Open) && !(state instanceof FenceState.Shut) ->
          shut(why, now.plus(RETRY));
      case FenceEvent.Lost _ when state instanceof FenceState.Open -> shut("", now);
      case FenceEvent.Read _,
          FenceEvent.Raised _,
          FenceEvent.Overtaken _,
          FenceEvent.Holds _,
          FenceEvent.Leaks _,
          FenceEvent.Failed _,
          FenceEvent.Lost _ ->
          Optional.empty();
    };
  }

  private Optional<FenceAction> shut(String why, Instant retryAt) {
    state = new FenceState.Shut(why, retryAt);
    return Optional.empty();
  }

  private Optional<FenceAction> tick(Instant now) {
    return switch (state) {
      case FenceState.Shut(String _, Instant retryAt) when !retryAt.isAfter(now) -> {
        state = new FenceState.Reading();
        yield Optional.of(new FenceAction.ReadFence());
      }
      case FenceState.Proving p when !p.waiting() && !p.nextAt().isAfter(now) -> {
        state = new FenceState.Proving(p.epoch(), p.since(), true, now, p.why());
        yield Optional.of(new FenceAction.ProbeFence(p.epoch()));
      }
      case FenceState.Shut _,
          FenceState.Reading _,
          FenceState.Raising _,
          FenceState.Proving _,
          FenceState.Open _ ->
          Optional.empty();
    };
  }
}
