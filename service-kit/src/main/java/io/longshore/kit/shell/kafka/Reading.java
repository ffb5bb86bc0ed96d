package io.longshore.kit.shell.kafka;

import io.longshore.kit.shell.Wiring;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a reader reads: one partition of each topic.
 *
 * @param self only records for this end are handed over
 * @param cell the partition
 * @param inbound topics of streams and statements
 * @param compacted compacted topics, read from their beginning first
 */
public record Reading(String self, int cell, List<Wiring.Inbound> inbound, List<String> compacted) {

  /** What {@code wiring} says. */
  public static Reading of(Wiring wiring) {
    return new Reading(wiring.self(), wiring.cell(), wiring.inbound(), wiring.compacted());
  }

  /** All topics. */
  Set<String> topics() {
    Set<String> topics = new LinkedHashSet<>(compacted);
    inbound.forEach(in -> topics.add(in.topic()));
    return topics;
  }

  /** Whether numbered messages of {@code topic} are for us. */
  boolean takesMessages(String topic) {
    return inbound.stream().anyMatch(in -> in.topic().equals(topic) && in.messages());
  }
}
