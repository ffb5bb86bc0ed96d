package io.longshore.kit.shell.cell;

import io.longshore.kit.core.GapWatch;
import io.longshore.kit.shell.Throttle;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** The meters of one scope's loop. */
final class CellMetrics {

  private static final Logger LOG = Logger.getLogger(CellMetrics.class);

  /** Time from the start of a round to its commit. */
  static final String ROUND = "longshore.round";

  /** Time that the program takes to decide a round. */
  static final String STEP = "longshore.round.step";

  /** Inputs of a round. */
  static final String INPUTS = "longshore.round.inputs";

  /** Commits that failed or were not answered. */
  static final String COMMIT_FAILED = "longshore.commit.failed";

  /** Steps that threw. */
  static final String STEP_FAILED = "longshore.step.failed";

  /** Inputs put aside after failing twice alone. */
  static final String QUARANTINED = "longshore.quarantined";

  /** 1 while this process owns the scope. */
  static final String OWNED = "longshore.lease.owned";

  /** Streams that have waited at a gap for too long. */
  static final String GAPS = "longshore.stream.gaps";

  /** Streams that stand still until an operator acts. */
  static final String STOPPED = "longshore.stream.stopped";

  private final Timer rounds;
  private final Timer steps;
  private final DistributionSummary inputs;
  private final Counter commitFailed;
  private final Counter stepFailed;
  private final Counter quarantined;
  private final AtomicInteger owned = new AtomicInteger();
  private final AtomicInteger gaps = new AtomicInteger();
  private final AtomicInteger stopped = new AtomicInteger();
  private final Throttle complaints = new Throttle(Duration.ofSeconds(30));

  CellMetrics(MeterRegistry meters, String scope) {
    Tags tags = Tags.of("scope", scope);
    rounds = Timer.builder(ROUND).tags(tags).publishPercentileHistogram().register(meters);
    steps = Timer.builder(STEP).tags(tags).register(meters);
    inputs = DistributionSummary.builder(INPUTS).tags(tags).register(meters);
    commitFailed = Counter.builder(COMMIT_FAILED).tags(tags).register(meters);
    stepFailed = Counter.builder(STEP_FAILED).tags(tags).register(meters);
    quarantined = Counter.builder(QUARANTINED).tags(tags).register(meters);
    Gauge.builder(OWNED, owned, AtomicInteger::get).tags(tags).register(meters);
    Gauge.builder(GAPS, gaps, AtomicInteger::get).tags(tags).register(meters);
    Gauge.builder(STOPPED, stopped, AtomicInteger::get).tags(tags).register(meters);
  }

  void round(int count, long startedAt, long decidedAt, long committedAt) {
    rounds.record(Duration.ofNanos(committedAt - startedAt));
    steps.record(Duration.ofNanos(decidedAt - startedAt));
    inputs.record(count);
  }

  void commitFailed() {
    commitFailed.increment();
  }

  void stepFailed() {
    stepFailed.increment();
  }

  void quarantined() {
    quarantined.increment();
  }

  void owned(boolean now) {
    owned.set(now ? 1 : 0);
  }

  /** How the inbound streams stand. */
  void streams(List<GapWatch.Gap> alarms, int standingStill) {
    stopped.set(standingStill);
    gaps.set(alarms.size());
    if (!alarms.isEmpty() && complaints.passes()) {
      alarms.forEach(
          gap ->
              LOG.errorf(
                  "messages are missing stream=%s expected=%d", gap.stream(), gap.expected()));
    }
  }
}
