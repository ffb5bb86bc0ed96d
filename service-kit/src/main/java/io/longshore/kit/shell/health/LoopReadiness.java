package io.longshore.kit.shell.health;

import io.longshore.kit.shell.cell.Cells;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: what callers ask for can be done. A process with a gate answers its callers from
 * PostgreSQL alone, so an absence of Kafka must not take it out of the address that they call; it
 * stands in {@link StreamWellness}. For any other process the streams are the whole work: the
 * topics are there and are read, no stream stands still. An instance without the lease is ready
 * too: it can take over.
 */
@Readiness
@Singleton
final class LoopReadiness implements HealthCheck {

  private final Cells cells;

  LoopReadiness(Cells cells) {
    this.cells = cells;
  }

  @Override
  public HealthCheckResponse call() {
    return Streams.answer(cells, cells.takesRequests());
  }
}
