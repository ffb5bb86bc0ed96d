package io.longshore.kit.shell.health;

import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.Cells;
import io.longshore.kit.shell.config.KitConfig;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive: every loop has turned not long ago. A stuck one is ended, and its successor goes on. */
@Liveness
@Singleton
final class LoopLiveness implements HealthCheck {

  private final Cells cells;
  private final KitConfig config;

  LoopLiveness(Cells cells, KitConfig config) {
    this.cells = cells;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("loops").up();
    for (CellRuntime runtime : cells.runtimes()) {
      answer.withData(runtime.scope() + ".turned.ms", runtime.sinceTurn().toMillis());
      if (runtime.sinceTurn().compareTo(config.cell().liveness()) > 0) {
        answer.down();
      }
    }
    return answer.build();
  }
}
