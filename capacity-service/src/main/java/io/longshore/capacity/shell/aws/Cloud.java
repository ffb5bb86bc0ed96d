package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** AWS as the service needs it. Tests and the simulation have their own. */
public interface Cloud {

  /**
   * What exists now. Whole or failed: a look that lacks a page would show instances as gone.
   *
   * @param look what to cover beside all that carries our tag
   */
  Uni<Seen> look(Look look);

  /** Does one action; a refusal is an answer, not a failure of the {@code Uni}. */
  Uni<Optional<ActionResult.Failure>> act(Action action);

  /** The region's instance types. */
  Uni<List<InstanceType>> instanceTypes();

  /** Present Spot prices of {@code types}. */
  Uni<Prices> spotPrices(Set<String> types);

  /** Waits a while for EC2's events; some may come again until they are deleted. */
  Uni<List<Event>> receive();

  /** The events have had their effect. */
  Uni<Void> delete(List<String> receipts);
}
