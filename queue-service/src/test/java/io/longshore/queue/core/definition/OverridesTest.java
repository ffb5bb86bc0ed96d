package io.longshore.queue.core.definition;

import static io.longshore.queue.core.definition.Pods.amounts;
import static io.longshore.queue.core.definition.Pods.container;
import static io.longshore.queue.core.definition.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.queue.core.Refused;
import io.longshore.queue.core.definition.ContainerJob.Kind;
import io.longshore.queue.core.definition.ContainerJob.Requirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static Pod.EnvironmentVariable variable(String name, String value) {
    return new Pod.EnvironmentVariable(name, value);
  }

  private static PodOverride override(@Nullable String name, Pod.Amounts amounts) {
    return new PodOverride(
        List.of(
            new PodOverride.Container(
                name, null, List.of("new"), List.of(), List.of(variable("B", "2")), amounts)),
        List.of(),
        Pod.Metadata.NONE);
  }

  @Test
  void commandReplacesEnvironmentAndAmountsMerge() {
    var base =
        new Pod.Container(
            "a",
            "busybox",
            null,
            List.of("old", "x"),
            List.of("arg"),
            List.of(variable("A", "1"), variable("B", "1")),
            amounts("1", "8Mi"),
            List.of(),
            Pod.Security.NONE);
    var merged =
        Overrides.apply(
                pod(List.of(base)),
                override("a", new Pod.Amounts(Map.of(), Map.of("memory", "16Mi"))))
            .accepted()
            .orElseThrow()
            .containers()
            .getFirst();
    assertThat(merged.command()).containsExactly("new");
    assertThat(merged.args()).containsExactly("arg");
    assertThat(merged.image()).isEqualTo("busybox");
    assertThat(merged.env()).containsExactly(variable("A", "1"), variable("B", "2"));
    assertThat(merged.resources().requests()).isEqualTo(Map.of("cpu", "1", "memory", "16Mi"));
  }

  @Test
  void aSingleContainerNeedsNoName() {
    var unnamed = pod(List.of(container(null, amounts("1", "8Mi"))));
    assertThat(Overrides.apply(unnamed, override(null, Pod.Amounts.NONE)).accepted()).isPresent();
    assertThat(Overrides.apply(unnamed, override("default", Pod.Amounts.NONE)).accepted())
        .isPresent();
    var named = pod(List.of(container("a", amounts("1", "8Mi"))));
    assertThat(Overrides.apply(named, override(null, Pod.Amounts.NONE)).accepted()).isPresent();
  }

  @Test
  void anUnknownContainerIsRefused() {
    var two =
        pod(List.of(container("a", amounts("1", "8Mi")), container("b", amounts("1", "8Mi"))));
    Refused.at(
        Overrides.apply(two, override("c", Pod.Amounts.NONE)).refusal(),
        "eksPropertiesOverride.podProperties.containers[0].name");
    Refused.at(
        Overrides.apply(two, override(null, Pod.Amounts.NONE)).refusal(),
        "eksPropertiesOverride.podProperties.containers[0].name");
  }

  @Test
  void metadataMergesByKey() {
    var base =
        new Pod(
            null,
            List.of(container(null, amounts("1", "8Mi"))),
            List.of(),
            List.of(),
            new Pod.Metadata(Map.of("a", "1", "b", "1"), Map.of(), "one"),
            Pod.Security.NONE);
    var override =
        new PodOverride(
            List.of(), List.of(), new Pod.Metadata(Map.of("b", "2"), Map.of("n", "x"), null));
    assertThat(Overrides.apply(base, override).accepted().orElseThrow().metadata())
        .isEqualTo(new Pod.Metadata(Map.of("a", "1", "b", "2"), Map.of("n", "x"), "one"));
  }

  @Test
  void requirementsOfAnOverrideBeatTheOldMembersAndBack() {
    var old = new ContainerJob("i", 2, 64, List.of("x"), List.of(), List.of(), null, null);
    var merged =
        Overrides.apply(
            old,
            new ContainerJob.Override(
                null, null, List.of(), List.of(), List.of(new Requirement(Kind.VCPU, "4"))));
    assertThat(merged.vcpus()).isNull();
    assertThat(merged.memory()).isEqualTo(64);
    assertThat(Shape.of(ContainerRules.toPod(merged)).vcpuMillis()).isEqualTo(4000);
    var back =
        Overrides.apply(
            merged, new ContainerJob.Override(1, null, List.of("y"), List.of(), List.of()));
    assertThat(Shape.of(ContainerRules.toPod(back)).vcpuMillis()).isEqualTo(1000);
    assertThat(back.command()).containsExactly("y");
  }
}
