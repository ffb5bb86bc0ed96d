package io.longshore.scheduler.shell;

import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.Wiring.Inbound;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.Cells;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.shell.db.Reads;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The service: runs the loop of cell 0 where this process holds its lease. */
@Singleton
public final class Scheduler {
  /** Where the scheduler's streams run. */
  static final Wiring WIRING =
      new Wiring(
          "scheduler",
          "scheduler",
          0,
          List.of(
              new Inbound("longshore.commands", true),
              new Inbound("longshore.placement-reports", true),
              new Inbound("longshore.capacity-reports", true)),
          List.of(),
          Map.of(
              "queue", "longshore.job-changes",
              "capacity", "longshore.capacity-demand",
              "placement/*", "longshore.launches."));

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A placement-service that lives is heard of every 10 s. */
  private static final Duration AWAY_AFTER = Duration.ofSeconds(30);

  private static final String PLACEMENT = "placement/";

  /** An explanation with the clock of the round that it comes from. */
  public record Explained(Explanation explanation, Instant at) {}

  private final Cells cells;
  private final SchedulerConfig config;
  private final SchedulerMetrics metrics;
  private final Questions questions = new Questions();
  private volatile @Nullable CellRuntime runtime;

  Scheduler(Cells cells, SchedulerConfig config, SchedulerMetrics metrics) {
    this.cells = cells;
    this.config = config;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent event) {
    var loop =
        new RoundLoop(
            config.limits(), cells.kit().db(), questions, metrics, new RoundLog(), this::away);
    runtime = cells.run(WIRING, loop);
  }

  /** Short names of clusters whose placement-service has not been heard of lately. */
  private Set<String> away() {
    var loop = runtime;
    return loop == null
        ? Set.of()
        : loop.silent(AWAY_AFTER).stream()
            .filter(end -> end.startsWith(PLACEMENT))
            .map(end -> end.substring(PLACEMENT.length()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Why a job is where it is, from committed state; empty where nobody knows the job. */
  public Uni<Optional<Explained>> explain(JobKey job) {
    var loop = runtime;
    if (loop == null || !loop.running() || !loop.surelyHeld()) {
      return Refusals.fail(
          new Refusal.Unavailable("this process does not own the cell, or is still loading it"));
    }
    return questions
        .ask(job, loop::wake)
        .ifNoItem()
        .after(PATIENCE)
        .failWith(() -> Refusals.exception(new Refusal.Unavailable("no round came in time")))
        .chain(
            answer ->
                (answer.explanation().isPresent()
                        ? Uni.createFrom().item(answer.explanation())
                        : cells.kit().db().read(tx -> Reads.ended(tx, job)))
                    .map(found -> found.map(e -> new Explained(e, answer.at()))));
  }
}
