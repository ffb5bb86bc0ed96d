package io.longshore.simulation;

import io.longshore.simulation.service.Intake;
import io.longshore.simulation.service.Owner;
import io.longshore.simulation.time.Host;
import java.util.Optional;

/** One process of a service: what runs in it, and what becomes of that when it is killed. */
record Service(String name, Host host, Owner owner, Optional<Intake> intake) {

  void start() {
    owner.start();
  }

  void kill() {
    host.kill();
    owner.killed();
    intake.ifPresent(Intake::killed);
  }

  void restart() {
    host.restart();
    owner.start();
  }
}
