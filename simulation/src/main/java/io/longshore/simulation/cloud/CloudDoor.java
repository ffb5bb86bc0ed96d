package io.longshore.simulation.cloud;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.longshore.simulation.service.CapacityProgram;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One process's way to AWS: calls take their time, and arrive whatever becomes of their sender. */
public final class CloudDoor implements CapacityProgram.Door {

  private final SimCloud cloud;
  private final Host host;
  private final Agenda agenda;
  private final Dice dice;

  /** A way to the cloud. */
  public CloudDoor(SimCloud cloud, Host host, Agenda agenda, Dice dice) {
    this.cloud = cloud;
    this.host = host;
    this.agenda = agenda;
    this.dice = dice;
  }

  @Override
  public void look(Look look, Consumer<Optional<Seen>> then) {
    agenda.in(
        dice.between(20, 200),
        () -> {
          var seen = cloud.look(look);
          host.in(dice.between(20, 200), () -> then.accept(seen));
        });
  }

  @Override
  public void act(
      String environment, Action action, Consumer<Optional<ActionResult.Failure>> then) {
    agenda.in(
        dice.between(10, 100),
        () -> {
          var failure = cloud.act(environment, action);
          host.in(dice.between(10, 100), () -> then.accept(failure));
        });
  }

  @Override
  public List<InstanceType> types() {
    return cloud.types();
  }

  @Override
  public List<Event> receive() {
    return cloud.receive();
  }

  @Override
  public void delete(List<String> receipts) {
    cloud.delete(receipts);
  }
}
