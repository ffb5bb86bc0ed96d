package io.longshore.capacity.shell;

import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict;
import io.longshore.capacity.core.reconcile.CapacityCell.Todo;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Observation;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rounds as the loops around them see them. A future completes when the round that took its
 * input is committed, and fails when this ownership ends before that.
 */
interface Rounds {

  /** What a look is to cover. */
  Look look();

  /** The lists of types whose Spot prices matter. */
  List<List<String>> spotLists();

  /** Gives a look to a round; the answer is what may be done now. */
  CompletableFuture<List<Todo>> decide(Observation observation);

  /** AWS was not seen, or not whole, and why; nobody waits for what a round makes of it. */
  void unseen(String why);

  /** Gives events to a round; the answer is what becomes of them. */
  CompletableFuture<List<Verdict>> read(List<Event> events);

  /** Whether no other process can own the cell at this moment. */
  boolean surelyOurs();
}
