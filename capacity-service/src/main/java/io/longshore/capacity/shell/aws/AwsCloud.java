package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The real AWS, or what stands at its configured endpoints. */
public final class AwsCloud implements Cloud {

  private final AwsLook look;
  private final AwsActs acts;
  private final AwsCatalogue catalogue;
  private final Optional<AwsEvents> events;

  /** AWS through {@code clients}. */
  public AwsCloud(AwsClients clients, Names names, Optional<AwsSettings.Queue> queue) {
    this.look = new AwsLook(clients.ec2(), clients.autoScaling(), names);
    this.acts = new AwsActs(clients.ec2(), clients.autoScaling(), names);
    this.catalogue = new AwsCatalogue(clients.ec2());
    this.events = queue.map(q -> new AwsEvents(clients.sqs(), q));
  }

  @Override
  public Uni<Seen> look(Look what) {
    return look.look(what);
  }

  @Override
  public Uni<Optional<ActionResult.Failure>> act(Action action) {
    return acts.act(action);
  }

  @Override
  public Uni<List<InstanceType>> instanceTypes() {
    return catalogue.instanceTypes();
  }

  @Override
  public Uni<Prices> spotPrices(Set<String> types) {
    return catalogue.spotPrices(types);
  }

  @Override
  public Uni<List<Event>> receive() {
    return events.map(AwsEvents::receive).orElseGet(() -> Uni.createFrom().item(List.of()));
  }

  @Override
  public Uni<Void> delete(List<String> receipts) {
    return events
        .filter(e -> !receipts.isEmpty())
        .map(e -> e.delete(receipts))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }
}
