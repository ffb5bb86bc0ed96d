package io.longshore.scheduler.shell;

import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.round.Cell;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Questions about jobs wait here for the next round and are answered before it decides anything: at
 * that moment memory is what the database holds, and nothing leaves from uncommitted state.
 */
final class Questions {
  /** Questions that may wait; more are refused. */
  static final int MOST = 1_000;

  private record Question(JobKey job, UniEmitter<? super Answer> emitter) {}

  /**
   * What memory knows.
   *
   * @param explanation empty where the job is not in memory
   * @param at the round's clock
   */
  record Answer(Optional<Explanation> explanation, Instant at) {}

  private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** Asks; {@code wake} makes a round come soon. */
  Uni<Answer> ask(JobKey job, Runnable wake) {
    if (count.incrementAndGet() > MOST) {
      count.decrementAndGet();
      return Refusals.fail(new Refusal.Unavailable("too many questions at once"));
    }
    return Uni.createFrom()
        .emitter(
            emitter -> {
              waiting.add(new Question(job, emitter));
              wake.run();
            });
  }

  /** Answers all; {@code away} are the clusters that have no placement-service now. */
  void answer(Cell cell, Set<String> away, Instant now) {
    for (var question = waiting.poll(); question != null; question = waiting.poll()) {
      count.decrementAndGet();
      try {
        question.emitter.complete(new Answer(cell.explain(question.job, away), now));
      } catch (RuntimeException e) {
        question.emitter.fail(e);
      }
    }
  }

  /** The cell is not here any more. */
  void refuse() {
    for (var question = waiting.poll(); question != null; question = waiting.poll()) {
      count.decrementAndGet();
      question.emitter.fail(
          Refusals.exception(new Refusal.Unavailable("the scheduler is changing its owner")));
    }
  }
}
