package io.longshore.placement.shell;

import io.longshore.placement.core.desk.DeskStep;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: no cluster owned here lacks its admission policy. One that merely does not answer holds up
 * its own environments only.
 */
@Readiness
@Singleton
final class GuardReadiness implements HealthCheck {

  private final Clusters clusters;

  GuardReadiness(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("clusters").up();
    clusters
        .standings()
        .forEach(
            (name, standing) -> {
              answer.withData(
                  name,
                  standing.reason().isEmpty()
                      ? standing.state().name()
                      : standing.state() + ": " + standing.reason());
              if (standing.state() == DeskStep.Standing.State.UNGUARDED) {
                answer.down();
              }
            });
    return answer.build();
  }
}
