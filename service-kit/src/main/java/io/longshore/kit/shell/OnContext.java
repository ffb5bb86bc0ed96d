package io.longshore.kit.shell;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * One Vert.x event-loop context, and waiting for what runs on it. A loop that is one sentence after
 * another runs on a thread of its own and waits here; what it asks for runs on the context.
 */
public final class OnContext {

  private final Context context;

  /** A new context of its own. */
  public OnContext(Vertx vertx) {
    this.context = ((VertxInternal) vertx.getDelegate()).createEventLoopContext();
  }

  /** Runs {@code work} on the context and waits for its item; its failure is thrown here. */
  public <T> T await(Supplier<Uni<T>> work) throws InterruptedException {
    var result = new CompletableFuture<T>();
    subscribe(work, result);
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new CompletionException(e.getCause());
    }
  }

  /** Runs {@code work} on the context and waits for its end. */
  public void run(Runnable work) throws InterruptedException {
    await(
        () -> {
          work.run();
          return Uni.createFrom().voidItem();
        });
  }

  private <T> void subscribe(Supplier<Uni<T>> work, CompletableFuture<T> result) {
    context.runOnContext(
        _ -> {
          try {
            work.get().subscribe().with(result::complete, result::completeExceptionally);
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
  }
}
