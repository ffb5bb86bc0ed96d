package io.longshore.scheduler.shell;

import io.longshore.kit.wire.Inputs.Message;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.wire.CapacityWire;
import io.longshore.scheduler.wire.CommandsWire;
import io.longshore.scheduler.wire.CommandsWire.Payload;
import io.longshore.scheduler.wire.PlacementWire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A round's messages as the core reads them.
 *
 * @param inputs in order of arrival
 * @param payloads of the jobs submitted, which the core never sees
 */
record Arrivals(List<Input> inputs, Map<JobId, Payload> payloads) {
  private static final String PLACEMENT = "placement/";

  static Arrivals of(List<Message> messages) {
    var inputs = new ArrayList<Input>(messages.size());
    var payloads = new HashMap<JobId, Payload>();
    for (var message : messages) {
      var from = message.stream().from();
      if (from.equals("queue")) {
        var read = CommandsWire.read(message.body());
        read.input().ifPresent(inputs::add);
        read.payload().ifPresent(payload -> payloads.put(payload.job(), payload));
      } else if (from.equals("capacity")) {
        inputs.add(CapacityWire.read(message.body()));
      } else if (from.startsWith(PLACEMENT)) {
        inputs.add(PlacementWire.read(from.substring(PLACEMENT.length()), message.body()));
      } else {
        throw new IllegalArgumentException("a stream from nobody known: " + message.stream());
      }
    }
    return new Arrivals(inputs, payloads);
  }
}
