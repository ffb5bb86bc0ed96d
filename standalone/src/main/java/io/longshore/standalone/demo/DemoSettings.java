package io.longshore.standalone.demo;

import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.StackSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the demonstration sets otherwise than a deployment would, so that it ends within minutes.
 */
public final class DemoSettings {

  static final int TIMEOUT_SECONDS = 5;
  private static final int IDLE_SECONDS = 5;
  private static final int NOTICE_SECONDS = 10;
  private static final String BOOT = "3s..8s";

  private DemoSettings() {}

  static StackSettings of(Path root) {
    return new StackSettings(
        root,
        Map.of(
            Service.QUEUE,
            Map.of("longshore.queue.definitions.min-timeout", TIMEOUT_SECONDS + "s"),
            Service.SCHEDULER,
            Map.of("longshore.scheduler.idle-delay", IDLE_SECONDS + "s"),
            Service.CAPACITY,
            Map.of("longshore.capacity.events.notice", NOTICE_SECONDS + "s")),
        List.of("--spot-notice=" + NOTICE_SECONDS + "s", "--boot-delay=" + BOOT));
  }

  static void print(PrintStream out) {
    out.printf(
        """
        The demonstration's own settings (and what they are by default):
          shortest timeout of a job   %2d s   (60 s, AWS's)
          idle delay of instances     %2d s   (60 s)
          notice before Spot loss     %2d s   (120 s, EC2's)
          boot of an instance         3 to 8 s (the same; real ones take a minute or more)

        """,
        TIMEOUT_SECONDS, IDLE_SECONDS, NOTICE_SECONDS);
  }
}
