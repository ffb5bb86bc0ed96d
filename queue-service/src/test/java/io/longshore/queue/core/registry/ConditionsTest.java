package io.longshore.queue.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.queue.core.registry.Conditions.Capacity;
import io.longshore.queue.core.registry.Conditions.Cluster;
import io.longshore.queue.core.registry.Environment.Architecture;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final Cluster THERE = new Cluster(true, "", List.of("jobs"));
  private static final Capacity VALID = new Capacity(5, true, "", false);

  private static Environment environment(boolean managed, EnvironmentStatus status) {
    return new Environment(
        "arn", "e", "u", managed, true, status, "", "main", "jobs", Architecture.X86, 5, 5);
  }

  private static Environment derive(
      Environment environment, @Nullable Capacity capacity, @Nullable Cluster cluster) {
    return new Conditions(capacity, cluster).derive(environment, 6).orElse(environment);
  }

  @Test
  void managedIsValidWhenBothSaySo() {
    var creating = environment(true, EnvironmentStatus.CREATING);
    assertThat(derive(creating, null, null).status()).isEqualTo(EnvironmentStatus.CREATING);
    assertThat(derive(creating, VALID, null).status()).isEqualTo(EnvironmentStatus.CREATING);
    assertThat(derive(creating, null, THERE).status()).isEqualTo(EnvironmentStatus.CREATING);
    var valid = derive(creating, VALID, THERE);
    assertThat(valid.status()).isEqualTo(EnvironmentStatus.VALID);
    assertThat(valid.statusReason()).isEqualTo("ComputeEnvironment Healthy");
    assertThat(valid.version()).isEqualTo(6);
    assertThat(valid.settingsVersion()).isEqualTo(5);
  }

  @Test
  void unmanagedIsValidWhenItsClusterIsThere() {
    assertThat(derive(environment(false, EnvironmentStatus.CREATING), null, THERE).status())
        .isEqualTo(EnvironmentStatus.VALID);
  }

  @Test
  void nothingChangesWithoutNews() {
    var valid =
        environment(true, EnvironmentStatus.VALID)
            .at(EnvironmentStatus.VALID, Environment.HEALTHY, 5);
    assertThat(new Conditions(VALID, THERE).derive(valid, 6)).isEmpty();
  }

  @Test
  void whatWasJudgedStandsUntilBothAreHeard() {
    var valid =
        environment(true, EnvironmentStatus.VALID)
            .at(EnvironmentStatus.VALID, Environment.HEALTHY, 5);
    assertThat(new Conditions(null, null).derive(valid, 6)).isEmpty();
    assertThat(new Conditions(VALID, null).derive(valid, 6)).isEmpty();
    assertThat(new Conditions(null, THERE).derive(valid, 6)).isEmpty();
    assertThat(derive(valid, null, new Cluster(false, "timed out", List.of())).status())
        .isEqualTo(EnvironmentStatus.INVALID);
  }

  @Test
  void aConditionOfAnOlderVersionSaysNothing() {
    var old = new Capacity(4, false, "x", true);
    assertThat(derive(environment(true, EnvironmentStatus.CREATING), old, THERE).status())
        .isEqualTo(EnvironmentStatus.CREATING);
    assertThat(derive(environment(true, EnvironmentStatus.UPDATING), old, THERE).status())
        .isEqualTo(EnvironmentStatus.UPDATING);
    assertThat(derive(environment(true, EnvironmentStatus.DELETING), old, THERE).status())
        .isEqualTo(EnvironmentStatus.DELETING);
  }

  @Test
  void whatCapacityWaitsForIsTheReasonAndChangesNothingThatWasJudged() {
    var waits = new Capacity(0, false, "Waits for AWS: no permission", false);
    for (var status : List.of(EnvironmentStatus.CREATING, EnvironmentStatus.UPDATING)) {
      assertThat(derive(environment(true, status), waits, THERE))
          .satisfies(e -> assertThat(e.status()).isEqualTo(status))
          .satisfies(e -> assertThat(e.statusReason()).isEqualTo("Waits for AWS: no permission"));
    }
    for (var status : List.of(EnvironmentStatus.VALID, EnvironmentStatus.INVALID)) {
      var judged = environment(true, status).at(status, "as it was", 5);
      assertThat(new Conditions(waits, THERE).derive(judged, 6)).isEmpty();
    }
  }

  @Test
  void updatingEndsWhenCapacityHasAppliedTheVersion() {
    var updating = environment(true, EnvironmentStatus.UPDATING);
    assertThat(derive(updating, VALID, THERE).status()).isEqualTo(EnvironmentStatus.VALID);
    assertThat(derive(updating, new Capacity(5, false, "no such subnet", false), THERE))
        .satisfies(e -> assertThat(e.status()).isEqualTo(EnvironmentStatus.INVALID))
        .satisfies(e -> assertThat(e.statusReason()).isEqualTo("no such subnet"));
    assertThat(derive(updating, VALID, null).status()).isEqualTo(EnvironmentStatus.UPDATING);
    // An unmanaged one waits for its cluster alone.
    var unmanaged = environment(false, EnvironmentStatus.UPDATING);
    assertThat(derive(unmanaged, null, null).status()).isEqualTo(EnvironmentStatus.UPDATING);
    assertThat(derive(unmanaged, null, THERE).status()).isEqualTo(EnvironmentStatus.VALID);
  }

  @Test
  void invalidHasTheReasonOfWhoSaysSo() {
    var creating = environment(true, EnvironmentStatus.CREATING);
    var refused = derive(creating, new Capacity(5, false, "no such role", false), THERE);
    assertThat(refused.status()).isEqualTo(EnvironmentStatus.INVALID);
    assertThat(refused.statusReason()).isEqualTo("no such role");
    assertThat(derive(creating, VALID, new Cluster(true, "", List.of("other"))).statusReason())
        .isEqualTo("CLIENT_ERROR - Unable to validate Kubernetes Namespace");
    assertThat(derive(creating, VALID, new Cluster(false, "timed out", List.of())).statusReason())
        .contains("timed out");
  }

  @Test
  void invalidRecovers() {
    assertThat(derive(environment(true, EnvironmentStatus.INVALID), VALID, THERE).status())
        .isEqualTo(EnvironmentStatus.VALID);
  }

  @Test
  void deletingIsGoneWhenCapacitySaysSo() {
    var deleting = environment(true, EnvironmentStatus.DELETING);
    assertThat(derive(deleting, VALID, THERE).status()).isEqualTo(EnvironmentStatus.DELETING);
    assertThat(derive(deleting, new Capacity(5, false, "", true), null).status())
        .isEqualTo(EnvironmentStatus.DELETED);
  }
}
