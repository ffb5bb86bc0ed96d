package io.longshore.standalone.demo;

import io.longshore.standalone.process.Announcer;
import java.time.Duration;

/** A line whenever something moved, but not more than one a second. */
final class Progress {

  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Cargo cargo;
  private final WorldControl world;
  private final Announcer announcer;
  private String last = "";
  private long lastShown = System.nanoTime() - LEAST.toNanos();

  Progress(Cargo cargo, WorldControl world, Announcer announcer) {
    this.cargo = cargo;
    this.world = world;
    this.announcer = announcer;
  }

  void show(Standing standing) {
    if (System.nanoTime() - lastShown < LEAST.toNanos()) {
      return;
    }
    var line =
        "split %s count %s order %s reduce %s | jobs: %s | instances: %s"
            .formatted(
                done(standing, Definitions.SPLIT),
                done(standing, Definitions.COUNT),
                done(standing, Definitions.ORDER),
                done(standing, Definitions.REDUCE),
                standing.words(),
                world.words());
    if (!line.equals(last)) {
      announcer.say("progress", line);
      last = line;
      lastShown = System.nanoTime();
    }
  }

  private String done(Standing standing, String name) {
    return cargo.has(name) ? standing.done(cargo.id(name)) : "-";
  }
}
