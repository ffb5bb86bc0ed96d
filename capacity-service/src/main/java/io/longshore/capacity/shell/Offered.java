package io.longshore.capacity.shell;

import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict;
import io.longshore.capacity.core.reconcile.CapacityCell.Todo;
import io.longshore.capacity.core.reconcile.Observation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the loops have for the next round: at most one look, or why there is none, and one batch of
 * events.
 */
final class Offered {

  private @Nullable Offer<Observation, List<Todo>> look;
  private @Nullable Offer<List<Event>, List<Verdict>> events;
  private @Nullable String unseen;
  private boolean open;

  /** An input and the promise of what comes of it. */
  private record Offer<I, O>(I input, CompletableFuture<O> answer) {
    void dropped() {
      answer.completeExceptionally(new CancellationException("the round was dropped"));
    }
  }

  /** What one round took. */
  static final class Taken {
    private final @Nullable Offer<Observation, List<Todo>> look;
    private final @Nullable Offer<List<Event>, List<Verdict>> events;
    private final @Nullable String unseen;

    private Taken(
        @Nullable Offer<Observation, List<Todo>> look,
        @Nullable Offer<List<Event>, List<Verdict>> events,
        @Nullable String unseen) {
      this.look = look;
      this.events = events;
      this.unseen = unseen;
    }

    Optional<String> unseen() {
      return Optional.ofNullable(unseen);
    }

    Optional<Observation> observation() {
      return Optional.ofNullable(look).map(Offer::input);
    }

    List<Event> events() {
      return events == null ? List.of() : events.input();
    }

    void committed(List<Todo> todos, List<Verdict> verdicts) {
      if (look != null) {
        look.answer().complete(todos);
      }
      if (events != null) {
        events.answer().complete(verdicts);
      }
    }

    void dropped() {
      if (look != null) {
        look.dropped();
      }
      if (events != null) {
        events.dropped();
      }
    }
  }

  synchronized void open() {
    open = true;
  }

  /** Nothing more is taken; what waits is dropped. */
  synchronized void close() {
    open = false;
    new Taken(look, events, unseen).dropped();
    look = null;
    events = null;
    unseen = null;
  }

  synchronized CompletableFuture<List<Todo>> look(Observation observation) {
    var offer = new Offer<>(observation, new CompletableFuture<List<Todo>>());
    if (open) {
      look = offer;
    } else {
      offer.dropped();
    }
    return offer.answer();
  }

  /** AWS was not seen, or not whole: only the newest reason is of interest. */
  synchronized void unseen(String why) {
    unseen = open ? why : null;
  }

  synchronized CompletableFuture<List<Verdict>> events(List<Event> some) {
    var offer = new Offer<>(some, new CompletableFuture<List<Verdict>>());
    if (open) {
      events = offer;
    } else {
      offer.dropped();
    }
    return offer.answer();
  }

  /**
   * Takes what waits.
   *
   * @param withLook false right after a takeover: nothing is decided about AWS before the newest
   *     statements have been read
   */
  synchronized Taken take(boolean withLook) {
    var taken = new Taken(withLook ? look : null, events, unseen);
    if (withLook) {
      look = null;
    }
    unseen = null;
    events = null;
    return taken;
  }

  synchronized boolean waiting() {
    return look != null || events != null || unseen != null;
  }
}
