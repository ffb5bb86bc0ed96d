package io.longshore.kit.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a reader reads: one partition of each topic.
 *
 * @param self only records for this end are handed over
 * @param cell the partition
 * @param inbound topics of streams and statements
 * @param numbered those of them whose numbered messages are for us; of the others the statements
 *     alone
 * @param compacted compacted topics, read from their beginning first
 */
public record Reading(
    String self, int cell, List<String> inbound, Set<String> numbered, List<String> compacted) {

  /** All topics. */
  public List<String> topics() {
    var topics = new ArrayList<>(compacted);
    inbound.stream().filter(topic -> !topics.contains(topic)).forEach(topics::add);
    return topics;
  }
}
