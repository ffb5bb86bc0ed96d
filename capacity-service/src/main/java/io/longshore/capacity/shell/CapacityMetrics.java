package io.longshore.capacity.shell;

import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.CapacityCell.Census;
import io.longshore.capacity.core.reconcile.Report;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** What capacity-service measures. */
final class CapacityMetrics {

  /** A whole look at AWS, from the first call to the last answer. */
  static final String LOOK = "longshore.capacity.look";

  /** Looks that failed, so that a pass was left out. */
  static final String LOOK_FAILED = "longshore.capacity.look.failed";

  /** Calls that change something at AWS, by kind and by what became of them. */
  static final String ACTIONS = "longshore.capacity.actions";

  /** Facts reported to the scheduler, by kind. */
  static final String REPORTS = "longshore.capacity.reports";

  /** Events that meant nothing here and were deleted. */
  static final String FOREIGN = "longshore.capacity.events.foreign";

  /** Instances that exist. */
  static final String INSTANCES = "longshore.capacity.instances";

  /** Environments that are registered. */
  static final String ENVIRONMENTS = "longshore.capacity.environments";

  /** Groups with requests that no instance fills. */
  static final String OPEN = "longshore.capacity.open.groups";

  private final MeterRegistry meters;
  private final AtomicReference<Census> census = new AtomicReference<>(new Census(0, 0, 0));

  CapacityMetrics(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder(INSTANCES, census, c -> c.get().instances()).register(meters);
    Gauge.builder(ENVIRONMENTS, census, c -> c.get().environments()).register(meters);
    Gauge.builder(OPEN, census, c -> c.get().openGroups()).register(meters);
  }

  void looked(Duration took) {
    Timer.builder(LOOK).register(meters).record(took);
  }

  void lookFailed() {
    meters.counter(LOOK_FAILED).increment();
  }

  void acted(Action action, boolean done) {
    meters
        .counter(
            ACTIONS,
            "kind",
            action.getClass().getSimpleName(),
            "outcome",
            done ? "done" : "refused")
        .increment();
  }

  void reported(Report report) {
    meters.counter(REPORTS, "kind", report.fact().getClass().getSimpleName()).increment();
  }

  void foreignEvent() {
    meters.counter(FOREIGN).increment();
  }

  void counts(Census now) {
    census.set(now);
  }
}
