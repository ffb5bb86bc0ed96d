package io.longshore.kit.shell.health;

import io.longshore.kit.shell.cell.Cells;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Well: every topic is read and written, no stream waits at a gap or stands still. Nothing acts on
 * it by itself ({@code /q/health/well}); an operator does.
 */
@Wellness
@Singleton
final class StreamWellness implements HealthCheck {

  private final Cells cells;

  StreamWellness(Cells cells) {
    this.cells = cells;
  }

  @Override
  public HealthCheckResponse call() {
    return Streams.answer(cells, false);
  }
}
