package io.longshore.scheduler.shell;

import io.longshore.kit.wire.Inputs.Message;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.wire.CapacityWire;
import io.longshore.scheduler.wire.CommandsWire;
import io.longshore.scheduler.wire.CommandsWire.Payload;
import io.longshore.scheduler.wire.PlacementWire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A round's messages as the core reads them.
 *
 * @param inputs in order of arrival
 * @param payloads of the jobs submitted, which the core never sees
 */
record Arrivals(List<Input> inputs, Map<JobId, Payload> payloads) {
  private static final String PLACEMENT = "placement/";

  /** Where a message stands: what is held because of it is found by this. */
  static String source(Message message) {
    return message.stream() + "/" + message.number();
  }

  /** The job that a message is about, if it is about one. */
  static Optional<JobKey> subject(Input input) {
    return switch (input) {
      case Input.Submit submit -> Optional.of(JobKey.whole(submit.job()));
      case Input.Cancel(var job, _) -> Optional.of(job);
      case Input.Terminate(var job, _) -> Optional.of(job);
      case Input.LaunchStarting report -> Optional.of(report.launch().job());
      case Input.LaunchRunning report -> Optional.of(report.launch().job());
      case Input.LaunchEnded report -> Optional.of(report.launch().job());
      case Input.LaunchVanished report -> Optional.of(report.launch().job());
      case Input.Forget _,
          Input.QueueEntry _,
          Input.EnvironmentEntry _,
          Input.DeclareLost _,
          Input.NodeSeen _,
          Input.NodeVanished _,
          Input.Capacity _,
          Input.Operator _ ->
          Optional.empty();
    };
  }

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
