package io.longshore.capacity.shell;

import static io.longshore.capacity.core.Some.families;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.FakeAws;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.longshore.capacity.shell.aws.Cloud;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An AWS in memory that outlives the processes that use it. Time passes with each look; events stay
 * until they are deleted; it can be told to go silent or to forget its answers.
 */
public class FakeCloud implements Cloud {

  private static final int EVENT_POLL_MS = 50;

  private final FakeAws aws = new FakeAws(new Catalogue(families()), new Random(3));
  private final List<Event> events = new ArrayList<>();
  private boolean silent;
  private boolean typesDenied;
  private @Nullable Runnable beforeAct;
  private CompletableFuture<Void> acts = CompletableFuture.completedFuture(null);
  private int waiting;
  private int looks;

  /** Reads or changes the world under its lock. */
  public synchronized <T> T with(Function<FakeAws, T> work) {
    return work.apply(aws);
  }

  /** Whether calls fail from now on. */
  public synchronized void silent(boolean now) {
    silent = now;
  }

  /** Whether instance types may not be read from now on. */
  public synchronized void typesDenied(boolean now) {
    typesDenied = now;
  }

  /** What happens before every action. */
  public synchronized void beforeAct(Runnable what) {
    beforeAct = what;
  }

  /** Actions are not answered from now on, until they are let go. */
  public synchronized void holdActs() {
    acts = new CompletableFuture<>();
  }

  /** They are done after all. */
  public void letActsGo() {
    CompletableFuture<Void> held;
    synchronized (this) {
      held = acts;
    }
    held.complete(null);
  }

  /** How many actions have waited for their answers. */
  public synchronized int waiting() {
    return waiting;
  }

  /** How many looks there were. */
  public synchronized int looks() {
    return looks;
  }

  private synchronized CompletableFuture<Void> acting() {
    waiting += acts.isDone() ? 0 : 1;
    return acts.copy();
  }

  /** An event arrives in the queue. */
  public synchronized void announce(Event event) {
    events.add(event);
  }

  /** Receipts of events that have not been deleted. */
  public synchronized List<String> queued() {
    return events.stream().map(Event::receipt).toList();
  }

  /** An interruption notice. */
  public static Event interruption(String instanceId) {
    return new Event(
        "r-" + instanceId,
        "EC2 Spot Instance Interruption Warning",
        Instant.now(),
        Map.of("instance-id", instanceId, "instance-action", "terminate"));
  }

  private synchronized <T> Uni<T> answer(Supplier<T> work) {
    return Uni.createFrom()
        .item(
            () -> {
              synchronized (this) {
                if (silent) {
                  throw new IllegalStateException("AWS is silent");
                }
                return work.get();
              }
            });
  }

  @Override
  public Uni<Seen> look(Look look) {
    return answer(
        () -> {
          looks++;
          aws.tick(Instant.now());
          return aws.look();
        });
  }

  @Override
  public Uni<Optional<ActionResult.Failure>> act(Action action) {
    return Uni.createFrom()
        .completionStage(this::acting)
        .chain(
            () ->
                answer(
                    () -> {
                      if (beforeAct != null) {
                        beforeAct.run();
                      }
                      return aws.act(action, Instant.now());
                    }));
  }

  @Override
  public Uni<List<InstanceType>> instanceTypes() {
    return answer(
        () -> {
          if (typesDenied) {
            throw new IllegalStateException("You are not authorized");
          }
          return families();
        });
  }

  @Override
  public Uni<Prices> spotPrices(Set<String> types) {
    return answer(() -> Prices.UNKNOWN);
  }

  @Override
  public Uni<List<Event>> receive() {
    return answer(() -> List.copyOf(events))
        .onItem()
        .delayIt()
        .by(Duration.ofMillis(EVENT_POLL_MS));
  }

  @Override
  public Uni<Void> delete(List<String> receipts) {
    return answer(() -> events.removeIf(event -> receipts.contains(event.receipt())))
        .replaceWithVoid();
  }
}
