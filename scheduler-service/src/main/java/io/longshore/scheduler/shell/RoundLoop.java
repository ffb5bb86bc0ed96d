package io.longshore.scheduler.shell;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.wire.Inputs;
import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.round.Cell;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.core.round.Limits;
import io.longshore.scheduler.shell.db.Reads;
import io.longshore.scheduler.shell.db.Recovery;
import io.longshore.scheduler.shell.db.Writes;
import io.longshore.scheduler.wire.LaunchesWire;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler's sentence: what has arrived → what the cell makes of it → one commit → out. The
 * runtime holds the lease, commits and sends; the cell decides; this class only joins them, a round
 * at a time.
 */
final class RoundLoop implements Program {
  private final Limits limits;
  private final Db db;
  private final Questions questions;
  private final SchedulerMetrics metrics;
  private final RoundLog log;
  private final Supplier<Set<String>> away;
  private @Nullable Cell cell;
  private @Nullable Decided decided;

  /** A round that is on its way to the database; what is loaded is none. */
  private record Decided(io.longshore.scheduler.core.round.Step round, long number) {}

  /**
   * A loop that is not run yet.
   *
   * @param away short names of clusters whose placement-service has not been heard of lately
   */
  RoundLoop(
      Limits limits,
      Db db,
      Questions questions,
      SchedulerMetrics metrics,
      RoundLog log,
      Supplier<Set<String>> away) {
    this.limits = limits;
    this.db = db;
    this.questions = questions;
    this.metrics = metrics;
    this.log = log;
    this.away = away;
  }

  /** The first round follows at once and states everything anew. */
  @Override
  public Uni<Step> load(Ownership ownership, Tx tx) {
    var loading = new Cell(limits);
    return tx.rows("select clock_timestamp()")
        .map(rows -> rows.getFirst().getOffsetDateTime(0).toInstant())
        .invoke(now -> loading.replayAt(now.truncatedTo(ChronoUnit.MILLIS)))
        .chain(() -> new Recovery(tx, loading).load())
        .invoke(() -> cell = loading)
        .replaceWith(() -> Step.nothing(Optional.of(Instant.EPOCH)));
  }

  @Override
  public Uni<Step> step(Inputs inputs) {
    var now = inputs.now().truncatedTo(ChronoUnit.MILLIS);
    return onWorker(
            () -> {
              questions.answer(loaded(), away.get(), now);
              return Arrivals.of(inputs.messages());
            })
        .chain(
            arrived ->
                past(arrived).chain(past -> onWorker(() -> decide(inputs, arrived, past, now))));
  }

  private Uni<Map<JobId, PastOutcome>> past(Arrivals arrived) {
    var needed = loaded().needs(arrived.inputs());
    return needed.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : db.read(tx -> Reads.outcomes(tx, needed));
  }

  private Step decide(Inputs inputs, Arrivals arrived, Map<JobId, PastOutcome> past, Instant now) {
    var all = new ArrayList<>(arrived.inputs());
    if (inputs.again()) {
      all.addFirst(new Input.Released(Arrivals.source(inputs.messages().getFirst())));
    }
    var round =
        loaded()
            .step(
                new io.longshore.scheduler.core.round.Inputs(
                    inputs.round(), all, past, inputs.timersMayFire()),
                now);
    var out = Departures.of(round.messages(), now);
    var step =
        new Step(
            new Writes(round.changes(), arrived.payloads()),
            out.messages(),
            out.statements(),
            List.of(),
            Optional.ofNullable(round.wakeAt()));
    decided = new Decided(round, inputs.round());
    return step;
  }

  /** The job that the message is about is held. */
  @Override
  public Uni<Step> quarantined(Inputs alone, String reason) {
    return about(alone, (source, job, _) -> new Input.Held(source, job, reason));
  }

  /** The job that the message was about has failed. */
  @Override
  public Uni<Step> failed(Inputs alone, String reason) {
    return about(
        alone,
        (source, job, input) ->
            new Input.GivenUp(
                source, job, reason, input instanceof Input.LaunchEnded ended ? ended : null));
  }

  private interface Decision {
    Input about(String source, JobKey job, Input input);
  }

  private Uni<Step> about(Inputs alone, Decision decision) {
    var message = alone.messages().getFirst();
    var found = Arrivals.of(List.of(message)).inputs().stream().findFirst();
    var decided =
        found.flatMap(
            input ->
                Arrivals.subject(input)
                    .map(job -> decision.about(Arrivals.source(message), job, input)));
    if (decided.isEmpty()) {
      return Uni.createFrom().item(Step.nothing(Optional.empty()));
    }
    var now = alone.now().truncatedTo(ChronoUnit.MILLIS);
    var only = new Arrivals(List.of(decided.get()), Map.of());
    return onWorker(() -> decide(alone, only, Map.of(), now));
  }

  @Override
  public void committed(Step step) {
    if (decided != null) {
      log.round(decided.round, decided.number);
      metrics.round(decided.round, loaded());
      decided = null;
    }
  }

  @Override
  public void dropped() {
    cell = null;
    decided = null;
    questions.refuse();
  }

  /** A launch goes out with its job's name and pod template, which no memory holds. */
  @Override
  public Uni<List<ByteString>> beforeSend(String to, List<ByteString> messages, Tx tx) {
    if (!to.startsWith("placement/")) {
      return Uni.createFrom().item(messages);
    }
    var jobs = new HashSet<JobId>();
    messages.forEach(message -> LaunchesWire.payloadOf(message).ifPresent(jobs::add));
    if (jobs.isEmpty()) {
      return Uni.createFrom().item(messages);
    }
    return Reads.payloads(tx, jobs)
        .map(
            payloads -> {
              var joined = new ArrayList<ByteString>(messages.size());
              for (var message : messages) {
                // A payload is gone only once the job has ended: its start has been stored long
                // ago.
                var payload = LaunchesWire.payloadOf(message).map(payloads::get);
                joined.add(payload.map(p -> LaunchesWire.join(message, p)).orElse(message));
              }
              return joined;
            });
  }

  private Cell loaded() {
    if (cell == null) {
      throw new IllegalStateException("a round before the cell was loaded");
    }
    return cell;
  }

  private static <T> Uni<T> onWorker(Supplier<T> work) {
    return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
