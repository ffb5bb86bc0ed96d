package io.longshore.capacity.shell;

import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.CapacityCell.Todo;
import io.longshore.capacity.core.reconcile.Observation;
import io.longshore.capacity.core.reconcile.Seen;
import io.longshore.capacity.shell.aws.Calls;
import io.longshore.capacity.shell.aws.Cloud;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The loop around the rounds, one an ownership: look at AWS, let a round decide, do what it decided
 * once that is committed, and only then look again. So no decision is made from a look that an
 * action under way could make stale. A thread of its own, one sentence after another.
 */
final class PassLoop implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PassLoop.class);

  private final Rounds rounds;
  private final Cloud cloud;
  private final CapacityConfig config;
  private final CapacityMetrics metrics;
  private final Freshness freshness;
  private final Offers offers;
  private final Semaphore hurry = new Semaphore(0);
  private final Thread thread;
  private List<ActionResult> results = List.of();
  private volatile boolean closed;

  /** Nothing runs before {@link #start}. */
  PassLoop(
      Rounds rounds,
      Cloud cloud,
      CapacityConfig config,
      CapacityMetrics metrics,
      Freshness freshness) {
    this.rounds = rounds;
    this.cloud = cloud;
    this.config = config;
    this.metrics = metrics;
    this.freshness = freshness;
    this.offers = new Offers(cloud, config);
    this.thread = Thread.ofPlatform().daemon().name("capacity-pass").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Something has changed: look soon. */
  void hurry() {
    hurry.release();
  }

  /** Ends the loop; an action under way is answered or not, and the next owner looks anyway. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try {
      while (!closed) {
        pass();
        pause();
      }
    } catch (InterruptedException | CancellationException e) {
      LOG.debugf("pass loop ended: %s", e);
    }
  }

  private void pause() throws InterruptedException {
    Thread.sleep(config.pass().spacing());
    var rest = config.pass().interval().minus(config.pass().spacing());
    if (hurry.tryAcquire(Math.max(0, rest.toMillis()), TimeUnit.MILLISECONDS)) {
      hurry.drainPermits();
    }
  }

  private void pass() throws InterruptedException {
    try {
      var observation = observe();
      results = List.of();
      var todos = rounds.decide(observation).get();
      results = act(todos);
    } catch (ExecutionException e) {
      // The round was dropped with this ownership, and the loop with it.
      LOG.debugf("pass dropped: %s", e.getCause());
    } catch (RuntimeException e) {
      if (closed) {
        throw new CancellationException();
      }
      metrics.lookFailed();
      rounds.unseen("it cannot be looked at: " + Calls.words(e));
      LOG.warnf("look at AWS failed, pass left out: %s", e.toString());
    }
  }

  private Observation observe() {
    long startedAt = System.nanoTime();
    var catalogue = offers.catalogue();
    Prices prices = offers.prices(rounds.spotLists());
    Seen seen = cloud.look(rounds.look()).await().atMost(config.pass().timeout());
    metrics.looked(Duration.ofNanos(System.nanoTime() - startedAt));
    offers.unknown().ifPresentOrElse(rounds::unseen, freshness::looked);
    return new Observation(seen, catalogue, prices, results);
  }

  /**
   * Does environments side by side, each one's actions in order. Every call has a time limit of its
   * own and answers in the end; nothing may be looked at before that.
   */
  private List<ActionResult> act(List<Todo> todos) {
    return Multi.createFrom()
        .iterable(todos)
        .onItem()
        .transformToUni(this::act)
        .merge(config.aws().endsAtOnce())
        .collect()
        .asList()
        .await()
        .indefinitely()
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Ends go side by side; what follows stops at the first refusal, because it builds on it. */
  private Uni<List<ActionResult>> act(Todo todo) {
    var ends = todo.actions().stream().filter(a -> a instanceof Action.EndInstance).toList();
    var rest = todo.actions().subList(ends.size(), todo.actions().size());
    return Multi.createFrom()
        .iterable(ends)
        .onItem()
        .transformToUni(action -> act(todo, action))
        .merge(config.aws().endsAtOnce())
        .collect()
        .asList()
        .chain(done -> inOrder(todo, rest, new ArrayList<>(done)));
  }

  private Uni<List<ActionResult>> inOrder(Todo todo, List<Action> rest, List<ActionResult> done) {
    if (rest.isEmpty()) {
      return Uni.createFrom().item(done);
    }
    return act(todo, rest.getFirst())
        .chain(
            result -> {
              done.add(result);
              return result.failure().isPresent()
                  ? Uni.createFrom().item(done)
                  : inOrder(todo, rest.subList(1, rest.size()), done);
            });
  }

  private Uni<ActionResult> act(Todo todo, Action action) {
    if (closed || !rounds.surelyOurs()) {
      var lost = new ActionResult.Failure("LeaseInDoubt", "another process may own the cell", true);
      return Uni.createFrom()
          .item(new ActionResult(todo.environmentArn(), action, Optional.of(lost)));
    }
    return cloud
        .act(action)
        .map(failure -> new ActionResult(todo.environmentArn(), action, failure))
        .invoke(this::log);
  }

  private void log(ActionResult result) {
    metrics.acted(result.action(), result.failure().isEmpty());
    result
        .failure()
        .ifPresentOrElse(
            failure ->
                LOG.warnf(
                    "action refused environment=%s action=%s code=%s message=%s",
                    result.environmentArn(),
                    Words.of(result.action()),
                    failure.code(),
                    failure.message()),
            () ->
                LOG.infof(
                    "action done environment=%s action=%s",
                    result.environmentArn(), Words.of(result.action())));
  }
}
