package io.longshore.standalone.chaos;

import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.StackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A run of chaos.
 *
 * @param root the folder of the checkout
 * @param seed what the load and the faults follow from
 * @param length how long faults strike
 * @param settle how long after the last fault everything must have ended
 */
public record Settings(Path root, long seed, Duration length, Duration settle) {

  private static final int INSTANCES = 2;

  /** Two instances of each service, and short delays, so that machines come and go. */
  StackSettings stack() {
    return new StackSettings(
        root,
        Map.of(
            Service.SCHEDULER, Map.of("longshore.scheduler.idle-delay", "15s"),
            Service.CAPACITY, Map.of("longshore.capacity.events.notice", "10s")),
        List.of("--spot-notice=10s", "--boot-delay=1s..3s"),
        INSTANCES);
  }
}
