package io.longshore.placement.shell;

import io.longshore.placement.core.desk.Desk;
import io.longshore.placement.core.desk.DeskStep;
import io.longshore.placement.core.observe.LaunchReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/** What a cluster's loop shows of itself. All names start with {@code longshore_placement}. */
final class PlacementMetrics {

  private static final String PREFIX = "longshore.placement.";

  private final MeterRegistry meters;
  private final Tags tags;
  private final AtomicReference<Desk.Figures> figures =
      new AtomicReference<>(new Desk.Figures(0, 0, 0, 0, 0, 0));
  private volatile boolean served;

  PlacementMetrics(MeterRegistry meters, String cluster) {
    this.meters = meters;
    this.tags = Tags.of("cluster", cluster);
    // Launches that are not cleared away.
    gauge("launches", Desk.Figures::launches);
    // Launches whose create is still to be sent.
    gauge("waiting", Desk.Figures::waiting);
    // Creates without an answer; the limit is longshore.placement.max-creates.
    gauge("creating", Desk.Figures::creating);
    // Pods of ours that belong to no launch and are being cleared away.
    gauge("orphans", Desk.Figures::orphans);
    // Batch nodes.
    gauge("nodes", Desk.Figures::nodes);
    // The epoch that pods are created under, 0 while none may be.
    gauge("epoch", Desk.Figures::epoch);
    // Whether the cluster is served.
    Gauge.builder(PREFIX + "served", () -> served ? 1 : 0).tags(tags).register(meters);
  }

  private void gauge(String name, ToDoubleFunction<Desk.Figures> value) {
    Gauge.builder(PREFIX + name, () -> value.applyAsDouble(figures.get()))
        .tags(tags)
        .register(meters);
  }

  void committed(Desk.Figures now, DeskStep step) {
    figures.set(now);
    served = step.standing().state() == DeskStep.Standing.State.SERVED;
    for (DeskStep.Out out : step.reports()) {
      if (out instanceof DeskStep.Out.OfLaunch(LaunchReport report)) {
        // Reports of launches by how far they were.
        meters.counter(PREFIX + "reports", tags.and("phase", report.phase().name())).increment();
      }
    }
    step.actions()
        .forEach(
            action ->
                // Calls sent to the API server by kind.
                meters
                    .counter(
                        PREFIX + "actions", tags.and("kind", action.getClass().getSimpleName()))
                    .increment());
  }

  void dropped() {
    figures.set(new Desk.Figures(0, 0, 0, 0, 0, 0));
    served = false;
  }
}
