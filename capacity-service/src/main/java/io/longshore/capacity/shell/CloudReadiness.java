package io.longshore.capacity.shell;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: AWS answers, as far as this process is the one that asks. */
@Readiness
@Singleton
final class CloudReadiness implements HealthCheck {

  private final Freshness freshness;
  private final CapacityConfig config;

  CloudReadiness(Freshness freshness, CapacityConfig config) {
    this.freshness = freshness;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    var age = freshness.age();
    var answer =
        HealthCheckResponse.named("aws")
            .status(age.filter(a -> a.compareTo(config.pass().silence()) > 0).isEmpty());
    age.ifPresent(a -> answer.withData("looked.ms.ago", a.toMillis()));
    return answer.build();
  }
}
