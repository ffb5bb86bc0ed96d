package io.longshore.capacity.core.interrupt;

import java.time.Instant;
import java.util.Map;

/**
 * An EventBridge event as it lies in the queue.
 *
 * @param receipt what deletes it from the queue
 * @param detailType EventBridge's name of its kind
 * @param time when it happened
 * @param detail its details, flat
 */
public record Event(String receipt, String detailType, Instant time, Map<String, String> detail) {
  /** Copies. */
  public Event {
    detail = Map.copyOf(detail);
  }
}
