package io.longshore.kit.shell.kafka;

import io.longshore.kit.wire.Lane;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of one scope's publisher; they outlive an ownership. */
public final class PublisherMetrics {

  /** Messages committed and not yet acknowledged, by destination. */
  static final String UNACKNOWLEDGED = "longshore.outbox.unacknowledged";

  /** Records handed to Kafka. */
  static final String RECORDS = "longshore.publisher.records";

  /** Streams that are not sent because history was lost. */
  static final String STOPPED = "longshore.publisher.stopped";

  /** Times that a destination was started over: no acknowledgement for 10 s, or a failed send. */
  static final String STARTED_OVER = "longshore.publisher.started.over";

  private final MeterRegistry meters;
  private final String scope;
  private final Counter records;
  private final Counter startedOver;
  private final AtomicLong stopped = new AtomicLong();
  private final Map<String, AtomicLong> unacknowledged = new ConcurrentHashMap<>();

  /** Meters of {@code scope}. */
  public PublisherMetrics(MeterRegistry meters, String scope) {
    this.meters = meters;
    this.scope = scope;
    this.records = Counter.builder(RECORDS).tag("scope", scope).register(meters);
    Gauge.builder(STOPPED, stopped, AtomicLong::get).tag("scope", scope).register(meters);
    this.startedOver = Counter.builder(STARTED_OVER).tag("scope", scope).register(meters);
  }

  void record() {
    records.increment();
  }

  void startedOver() {
    startedOver.increment();
  }

  void stopped(int streams) {
    stopped.set(streams);
  }

  void unacknowledged(Lane lane) {
    unacknowledged
        .computeIfAbsent(lane.receiver(), this::gauge)
        .set(lane.given() - lane.cursor().acked());
  }

  private AtomicLong gauge(String receiver) {
    var value = new AtomicLong();
    Gauge.builder(UNACKNOWLEDGED, value, AtomicLong::get)
        .tags(Tags.of("scope", scope, "to", receiver))
        .register(meters);
    return value;
  }
}
