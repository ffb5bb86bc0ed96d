package io.longshore.kit.shell.health;

import io.longshore.kit.shell.cell.Cells;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the topics are there and are read, no stream stands still. An instance without the lease
 * is ready too: it can take over.
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
    var answer = HealthCheckResponse.named("streams").up();
    cells
        .runtimes()
        .forEach(
            runtime ->
                runtime
                    .problems()
                    .forEach(
                        (what, why) -> answer.withData(runtime.scope() + " " + what, why).down()));
    return answer.build();
  }
}
