package io.longshore.scheduler.shell;

import io.longshore.scheduler.core.job.StateName;
import io.longshore.scheduler.core.round.Cell;
import io.longshore.scheduler.core.round.Step;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The scheduler's meters; round times and inputs are the kit's. */
@Singleton
final class SchedulerMetrics {
  /** Launches decided, in all. */
  static final String DISPATCHED = "longshore.scheduler.dispatched";

  /** Rounds that stopped at a limit and went on at once. */
  static final String LIMITED = "longshore.scheduler.rounds.limited";

  /** Rows that a round changed. */
  static final String CHANGES = "longshore.scheduler.round.changes";

  /** Jobs in memory by state; children that have not started count with their array alone. */
  static final String JOBS = "longshore.scheduler.jobs";

  /** Arrays in memory. */
  static final String ARRAYS = "longshore.scheduler.arrays";

  /** Jobs and children that may run, by queue. */
  static final String WAITING = "longshore.scheduler.waiting";

  /** Launches that placement-service has not reported, by cluster; bounded. */
  static final String UNCONFIRMED = "longshore.scheduler.launches.unconfirmed";

  /** Nodes known. */
  static final String NODES = "longshore.scheduler.nodes";

  /** Instances known. */
  static final String INSTANCES = "longshore.scheduler.instances";

  private final Counter dispatched;
  private final Counter limited;
  private final DistributionSummary changes;
  private final MultiGauge jobs;
  private final MultiGauge waiting;
  private final MultiGauge unconfirmed;
  private final AtomicInteger arrays = new AtomicInteger();
  private final AtomicInteger nodes = new AtomicInteger();
  private final AtomicInteger instances = new AtomicInteger();
  private long censusAt = System.nanoTime() - CENSUS_NANOS;

  private static final long CENSUS_NANOS = 1_000_000_000L;

  SchedulerMetrics(MeterRegistry meters) {
    dispatched = Counter.builder(DISPATCHED).register(meters);
    limited = Counter.builder(LIMITED).register(meters);
    changes = DistributionSummary.builder(CHANGES).register(meters);
    jobs = MultiGauge.builder(JOBS).register(meters);
    waiting = MultiGauge.builder(WAITING).register(meters);
    unconfirmed = MultiGauge.builder(UNCONFIRMED).register(meters);
    meters.gauge(ARRAYS, arrays);
    meters.gauge(NODES, nodes);
    meters.gauge(INSTANCES, instances);
  }

  /** After a commit; what is in memory is counted at most once a second. */
  void round(Step round, Cell cell) {
    dispatched.increment(round.summary().dispatched());
    changes.record(round.changes().size());
    if (round.summary().limited()) {
      limited.increment();
    }
    var now = System.nanoTime();
    if (now - censusAt >= CENSUS_NANOS) {
      censusAt = now;
      census(cell);
    }
  }

  private void census(Cell cell) {
    var census = cell.census();
    arrays.set(census.arrays());
    nodes.set(census.nodes());
    instances.set(census.instances());
    var byState = new ArrayList<MultiGauge.Row<?>>();
    for (var state : StateName.values()) {
      var count = census.jobs().getOrDefault(state, 0);
      byState.add(MultiGauge.Row.of(Tags.of("state", state.name()), count));
    }
    jobs.register(byState, true);
    var byQueue = new ArrayList<MultiGauge.Row<?>>();
    census
        .waiting()
        .forEach((arn, n) -> byQueue.add(MultiGauge.Row.of(Tags.of("queue", arn.arn()), n)));
    waiting.register(byQueue, true);
    var byCluster = new ArrayList<MultiGauge.Row<?>>();
    census
        .unconfirmed()
        .forEach((name, n) -> byCluster.add(MultiGauge.Row.of(Tags.of("cluster", name), n)));
    unconfirmed.register(byCluster, true);
  }
}
