package io.longshore.kit.shell.health;

import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.Cells;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: every scope is loaded here, or owned by another process. */
@Startup
@Singleton
final class LoopStartup implements HealthCheck {

  private final Cells cells;

  LoopStartup(Cells cells) {
    this.cells = cells;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("loaded")
        .status(cells.runtimes().stream().allMatch(CellRuntime::started))
        .build();
  }
}
