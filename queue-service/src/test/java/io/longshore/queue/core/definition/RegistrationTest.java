package io.longshore.queue.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Payload;
import io.longshore.queue.core.Refused;
import io.longshore.queue.core.definition.ContainerJob.Kind;
import io.longshore.queue.core.definition.ContainerJob.Requirement;
import io.longshore.queue.core.definition.Retry.Action;
import io.longshore.queue.core.definition.Retry.ExitRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistrationTest {

  private static final Payload SMALL = new Payload(100, "eksProperties");

  private static Registration registration(
      @Nullable ContainerJob container, @Nullable Pod pod, @Nullable Retry retry) {
    return new Registration(
        "d",
        true,
        Map.of(),
        null,
        retry,
        null,
        container,
        pod,
        pod != null,
        false,
        Map.of(),
        SMALL);
  }

  private static Optional<Refusal> container(ContainerJob job) {
    return registration(job, null, null).check(Limits.AWS).refusal();
  }

  private static ContainerJob job(Requirement... requirements) {
    return new ContainerJob(
        "busybox", null, null, List.of(), List.of(), List.of(requirements), null, null);
  }

  private static Requirement vcpu(String value) {
    return new Requirement(Kind.VCPU, value);
  }

  private static Requirement memory(String value) {
    return new Requirement(Kind.MEMORY, value);
  }

  @Test
  void bothKindsPass() {
    assertThat(container(job(vcpu("1"), memory("4")))).isEmpty();
    assertThat(registration(null, Pods.of("true"), null).check(Limits.AWS).accepted()).isPresent();
  }

  @Test
  void theKindsExcludeEachOther() {
    Refused.member(
        registration(job(vcpu("1"), memory("4")), Pods.of("x"), null).check(Limits.AWS).refusal(),
        "eksProperties",
        "Cannot use both ECS containerProperties and eksProperties");
    Refused.at(registration(null, null, null).check(Limits.AWS).refusal(), "containerProperties");
  }

  @Test
  void nameTypeAndSizeAreChecked() {
    var pod = Pods.of("x");
    Refused.at(
        new Registration(
                "a.b", true, Map.of(), null, null, null, null, pod, true, false, Map.of(), SMALL)
            .check(Limits.AWS)
            .refusal(),
        "jobDefinitionName");
    Refused.at(
        new Registration(
                "a", null, Map.of(), null, null, null, null, pod, true, false, Map.of(), SMALL)
            .check(Limits.AWS)
            .refusal(),
        "type");
    assertThat(
            new Registration(
                    "a", false, Map.of(), null, null, null, null, pod, true, false, Map.of(), SMALL)
                .check(Limits.AWS)
                .refusal())
        .contains(new Refusal.NotHonoured("type"));
    Refused.member(
        new Registration(
                "a",
                true,
                Map.of(),
                null,
                null,
                null,
                null,
                pod,
                true,
                false,
                Map.of(),
                new Payload(30_000, "eksProperties"))
            .check(Limits.AWS)
            .refusal(),
        "eksProperties",
        "Job definition size must be less than 24 KiB, got 30 KiB");
  }

  @Test
  void podsDoNotPropagateTags() {
    Refused.member(
        new Registration(
                "a",
                true,
                Map.of(),
                null,
                null,
                null,
                null,
                Pods.of("x"),
                true,
                true,
                Map.of(),
                SMALL)
            .check(Limits.AWS)
            .refusal(),
        "propagateTags",
        "Batch on EKS does not support tag propagation.");
  }

  @Test
  void containerPropertiesHaveRules() {
    String at = "containerProperties";
    Refused.member(
        container(new ContainerJob(null, 1, 4, List.of(), List.of(), List.of(), null, null)),
        at + ".image",
        "ECS Container Image must be provided.");
    Refused.member(container(job(memory("4"))), at + ".resourceRequirements", "vCPU is required.");
    Refused.member(
        container(job(vcpu("0.5"), memory("4"))),
        at + ".resourceRequirements[0].value",
        "vCPU must be at least 1, got 0.5.");
    Refused.member(
        container(job(vcpu("1"), memory("3"))),
        at + ".resourceRequirements[1].value",
        "Memory must be at least 4 Mib, got 3 Mib.");
    Refused.member(
        container(job(vcpu("1"), vcpu("2"), memory("4"))),
        at + ".resourceRequirements",
        "Cannot provide duplicates in resourceRequirements.");
    Refused.member(
        container(job(vcpu("1"), memory("4"), new Requirement(Kind.GPU, "x"))),
        at + ".resourceRequirements[2].value",
        "Value x for type GPU in resourceRequirements is not valid. Please provide a numeric"
            + " value.");
    Refused.member(
        container(
            new ContainerJob("i", 1, 4, List.of(), List.of(), List.of(vcpu("2")), null, null)),
        at + ".vcpus",
        "Cannot use both ECS containerProperties vcpus and resourceRequirement VCPU.");
  }

  @Test
  void aContainerBecomesAPod() {
    var job =
        new ContainerJob(
            "busybox",
            null,
            null,
            List.of("echo", "hi"),
            List.of(new Pod.EnvironmentVariable("A", "1")),
            List.of(vcpu("2"), memory("64"), new Requirement(Kind.GPU, "1")),
            true,
            null);
    var container = ContainerRules.toPod(job).containers().getFirst();
    assertThat(container.name()).isEqualTo("default");
    assertThat(container.command()).isEmpty();
    assertThat(container.args()).containsExactly("echo", "hi");
    assertThat(container.resources().requests())
        .isEqualTo(Map.of("cpu", "2", "memory", "64Mi", "nvidia.com/gpu", "1"));
    assertThat(container.resources().limits())
        .isEqualTo(Map.of("memory", "64Mi", "nvidia.com/gpu", "1"));
    assertThat(container.security().privileged()).isTrue();
  }

  private static Optional<Refusal> retry(@Nullable Integer attempts, ExitRule... rules) {
    return registration(null, Pods.of("x"), new Retry(attempts, List.of(rules)))
        .check(Limits.AWS)
        .refusal();
  }

  @Test
  void retryStrategiesHaveRules() {
    String at = "retryStrategy";
    var good = new ExitRule("Host EC2*", null, null, Action.RETRY);
    assertThat(retry(10, good, new ExitRule(null, "*", null, Action.EXIT))).isEmpty();
    Refused.member(
        retry(null, good), at + ".attempts", "RetryAttempts must be provided with retry strategy.");
    Refused.member(retry(11), at + ".attempts", "RetryAttempts must be between 1 and 10.");
    Refused.at(
        retry(1, Collections.nCopies(6, good).toArray(ExitRule[]::new)), at + ".evaluateOnExit");
    Refused.member(
        retry(1, new ExitRule(null, null, null, Action.EXIT)),
        at + ".evaluateOnExit[0]",
        "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason.");
    Refused.member(
        retry(1, new ExitRule(null, null, "1x", Action.EXIT)),
        at + ".evaluateOnExit[0].onExitCode",
        "Evaluate on exit condition contains restricted characters.");
    Refused.at(
        retry(1, new ExitRule(null, "a*b", null, Action.EXIT)), at + ".evaluateOnExit[0].onReason");
    Refused.member(
        retry(1, new ExitRule("x".repeat(513), null, null, Action.EXIT)),
        at + ".evaluateOnExit[0].onStatusReason",
        "Evaluate on exit condition cannot exceed 512 characters.");
    Refused.at(retry(1, new ExitRule("x", null, null, null)), at + ".evaluateOnExit[0].action");
  }

  @Test
  void timeoutAndPriorityHaveBounds() {
    var limits = Limits.AWS.definitions();
    Refused.member(
        AttemptRules.timeout("timeout", new Registration.Timeout(59), limits),
        "timeout.attemptDurationSeconds",
        "AttemptDurationSeconds in Timeout must be at least 60 seconds.");
    assertThat(AttemptRules.timeout("timeout", new Registration.Timeout(60), limits)).isEmpty();
    Refused.member(
        AttemptRules.priority("schedulingPriority", 10_000, limits),
        "schedulingPriority",
        "Scheduling priority must be between 0 and 9999.");
  }
}
