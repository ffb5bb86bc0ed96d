package io.longshore.queue.shell;

import io.longshore.kit.shell.db.Db;
import io.longshore.queue.shell.db.OutgoingTable;
import io.longshore.queue.shell.db.SubmittedTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How near queue-service is to its limits. Looked at with each sweep of the instance that owns the
 * cell; the others show nothing.
 */
final class QueueMetrics {

  /** About how many records for public topics Kafka has not confirmed yet. */
  static final String OUTGOING = "longshore.queue.outgoing";

  /** Jobs that the scheduler has not looked at yet, by queue. */
  static final String SUBMITTED = "longshore.queue.submitted";

  /** How many of those a queue may have: {@code longshore.queue.jobs.submitted}. */
  static final String SUBMITTED_LIMIT = "longshore.queue.submitted.limit";

  private final Db db;
  private final AtomicLong outgoing = new AtomicLong();
  private final MultiGauge submitted;

  QueueMetrics(Db db, MeterRegistry meters, int submittedLimit) {
    this.db = db;
    this.submitted = MultiGauge.builder(SUBMITTED).register(meters);
    Gauge.builder(OUTGOING, outgoing::get).register(meters);
    Gauge.builder(SUBMITTED_LIMIT, () -> submittedLimit).register(meters);
  }

  /** Reads what is shown. */
  Uni<Void> look() {
    return db.read(OutgoingTable::backlog)
        .invoke(outgoing::set)
        .chain(() -> db.read(SubmittedTable::all))
        .invoke(this::show)
        .replaceWithVoid();
  }

  private void show(Map<String, Long> jobs) {
    submitted.register(
        jobs.entrySet().stream()
            .map(e -> MultiGauge.Row.of(Tags.of("queue", name(e.getKey())), e.getValue()))
            .toList(),
        true);
  }

  private static String name(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Another instance may own the cell. */
  void clear() {
    outgoing.set(0);
    show(Map.of());
  }
}
