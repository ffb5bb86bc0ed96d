package io.longshore.queue.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Refused;
import io.longshore.queue.core.registry.Environment.Architecture;
import io.longshore.queue.core.registry.QueueRules.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueRulesTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  private static final QueueRules RULES = new QueueRules(Limits.AWS, ARNS);
  private static final Map<String, Environment> KNOWN = new HashMap<>();

  static {
    for (String name : List.of("a", "b", "c", "d")) {
      KNOWN.put(name, environment(name, EnvironmentStatus.VALID, Architecture.X86));
    }
    KNOWN.put("arm", environment("arm", EnvironmentStatus.VALID, Architecture.ARM));
    KNOWN.put("new", environment("new", EnvironmentStatus.CREATING, Architecture.X86));
  }

  private static Environment environment(
      String name, EnvironmentStatus status, Architecture architecture) {
    return new Environment(
        ARNS.environment(name),
        name,
        "u",
        true,
        true,
        status,
        "",
        "main",
        "jobs",
        architecture,
        1,
        1);
  }

  private static Optional<Refusal> refusal(Entry... entries) {
    return RULES.create(request(entries), false, 0, KNOWN, 1).refusal();
  }

  private static QueueRules.Request request(Entry... entries) {
    return new QueueRules.Request("q", null, 1, List.of(entries), null, Map.of());
  }

  private static Queue queue() {
    return RULES
        .create(request(new Entry(2, "b"), new Entry(1, ARNS.environment("a"))), false, 0, KNOWN, 3)
        .accepted()
        .orElseThrow();
  }

  @Test
  void aNewQueueIsValidAndItsEnvironmentsAreInOrder() {
    var queue = queue();
    assertThat(queue.enabled()).isTrue();
    assertThat(queue.environments()).containsExactly(ARNS.environment("a"), ARNS.environment("b"));
    assertThat(queue.shown(List.of(EnvironmentStatus.VALID)).reason())
        .isEqualTo("JobQueue Healthy");
    assertThat(queue.shown(List.of(EnvironmentStatus.INVALID)).status())
        .isEqualTo(EnvironmentStatus.INVALID);
  }

  @Test
  void theOrderHasRules() {
    String order = "computeEnvironmentOrder";
    Refused.member(refusal(), order, "computeEnvironmentOrder is required.");
    Refused.member(
        refusal(new Entry(1, "a"), new Entry(2, "b"), new Entry(3, "c"), new Entry(4, "d")),
        order,
        "Only 3 environments are allowed in job queue request.");
    Refused.member(
        refusal(new Entry(1, "a"), new Entry(2, ARNS.environment("a"))),
        order,
        "Duplicate ComputeEnvironments within order list.");
    Refused.member(
        refusal(new Entry(1, "a"), new Entry(1, "b")),
        order,
        "Duplicate ComputeEnvironment order values.");
    Refused.at(refusal(new Entry(1, "a"), new Entry(2, "arm")), order);
    assertThat(refusal(new Entry(1, "x")))
        .contains(new Refusal.NotFound("ComputeEnvironment", "x"));
    assertThat(refusal(new Entry(1, "new")))
        .contains(
            new Refusal.Conflict(
                order + "[0].computeEnvironment",
                "Compute Environments must be created and valid before attaching them to a job"
                    + " queue"));
  }

  @Test
  void nameAndPriorityAreChecked() {
    var one = List.of(new Entry(1, "a"));
    Refused.member(
        RULES
            .create(new QueueRules.Request("a/b", null, 1, one, null, Map.of()), false, 0, KNOWN, 1)
            .refusal(),
        "jobQueueName",
        "Job Queue name should match a valid pattern.");
    Refused.at(
        RULES
            .create(
                new QueueRules.Request("q", null, null, one, null, Map.of()), false, 0, KNOWN, 1)
            .refusal(),
        "priority");
    Refused.at(
        RULES
            .create(new QueueRules.Request("q", null, 1, one, "ECS", Map.of()), false, 0, KNOWN, 1)
            .refusal(),
        "jobQueueType");
    assertThat(RULES.create(request(new Entry(1, "a")), true, 0, KNOWN, 1).refusal())
        .get()
        .isInstanceOf(Refusal.AlreadyExists.class);
    assertThat(RULES.create(request(new Entry(1, "a")), false, 50, KNOWN, 1).refusal())
        .contains(new Refusal.TooMany("jobQueueName", "job queues", 50));
  }

  @Test
  void anUpdateKeepsWhatItDoesNotName() {
    var updated =
        RULES
            .update(queue(), new QueueRules.Update(false, null, List.of()), KNOWN, 4)
            .accepted()
            .orElseThrow();
    assertThat(updated.enabled()).isFalse();
    assertThat(updated.priority()).isEqualTo(1);
    assertThat(updated.environments()).hasSize(2);
    assertThat(updated.version()).isEqualTo(4);
  }

  @Test
  void deletionNeedsDisabled() {
    assertThat(RULES.delete(queue(), 4).refusal()).get().isInstanceOf(Refusal.Conflict.class);
    var disabled =
        RULES
            .update(queue(), new QueueRules.Update(false, null, List.of()), KNOWN, 4)
            .accepted()
            .orElseThrow();
    var deleting = RULES.delete(disabled, 5).accepted().orElseThrow();
    assertThat(deleting.status()).isEqualTo(EnvironmentStatus.DELETING);
    assertThat(RULES.delete(deleting, 6).refusal())
        .contains(new Refusal.Conflict("JobQueue", "Cannot delete, resource is being modified"));
  }
}
