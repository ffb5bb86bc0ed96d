package io.longshore.queue.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Payload;
import io.longshore.queue.core.Refused;
import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.Definition;
import io.longshore.queue.core.definition.Pod;
import io.longshore.queue.core.definition.PodOverride;
import io.longshore.queue.core.definition.Pods;
import io.longshore.queue.core.definition.Registration;
import io.longshore.queue.core.definition.Retry;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.core.submit.Submission.Dependency;
import io.longshore.queue.core.submit.Submission.Pairing;
import io.longshore.queue.core.submit.SubmitRules.Facts;
import io.longshore.queue.core.submit.SubmitRules.Known;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubmitRulesTest {

  private static final String OTHER = "11111111-1111-4111-8111-111111111111";
  private static final SubmitRules RULES = new SubmitRules(Limits.AWS);
  private static final Instant NOW = Instant.ofEpochMilli(1_000);

  /** A submission that tests change one member of. */
  private static final class Draft {
    @Nullable String name = "job";
    @Nullable String token;
    @Nullable String share;
    @Nullable Integer size;
    boolean array;
    List<Dependency> dependsOn = List.of();
    Map<String, String> parameters = Map.of();
    ContainerJob.@Nullable Override container;
    @Nullable PodOverride pod;
    @Nullable Retry retry;
    Registration.@Nullable Timeout timeout;
    @Nullable Boolean propagate;
    int bytes = 100;

    Submission build() {
      return new Submission(
          name,
          "q",
          "d",
          share,
          null,
          array,
          size,
          dependsOn,
          parameters,
          container,
          pod,
          retry,
          timeout,
          propagate,
          Map.of(),
          token,
          new Payload(bytes, "parameters"));
    }

    Optional<Refusal> check() {
      return RULES.check(build());
    }
  }

  private static Draft array(int size) {
    var draft = new Draft();
    draft.array = true;
    draft.size = size;
    return draft;
  }

  private static Queue queue(boolean enabled) {
    return new Queue("arn:q", "q", enabled, EnvironmentStatus.VALID, 1, List.of("arn:e"), 1);
  }

  private static Definition definition(Definition.Body body) {
    return definition(body, false);
  }

  private static Definition definition(Definition.Body body, boolean propagateTags) {
    var retry = new Retry(3, List.of());
    return new Definition("arn:d:1", "d", 1, Map.of("a", "1"), propagateTags, retry, 600, body);
  }

  private static final Definition POD =
      definition(new Definition.Body.AsPod(Pods.of("run", "Ref::a")));
  private static final Definition CONTAINER =
      definition(
          new Definition.Body.AsContainer(
              new ContainerJob("i", 1, 64, List.of("x"), List.of(), List.of(), null, null)));

  private static Optional<Refusal> refusal(Draft draft, Facts facts) {
    return RULES.accept(draft.build(), facts, "id", NOW).refusal();
  }

  private static NewJob job(Draft draft, Definition definition) {
    return RULES
        .accept(draft.build(), new Facts(queue(true), 0, definition, Map.of()), "id", NOW)
        .accepted()
        .orElseThrow();
  }

  @Test
  void namesSizesAndTokensAreChecked() {
    var draft = new Draft();
    assertThat(draft.check()).isEmpty();
    draft.name = "-x";
    Refused.at(draft.check(), "jobName");
    draft.name = "x".repeat(129);
    Refused.at(draft.check(), "jobName");
    var big = new Draft();
    big.bytes = 40 * 1024;
    Refused.member(big.check(), "parameters", "Job size must be less than 30 KiB, got 40 KiB");
    var token = new Draft();
    token.token = "t".repeat(65);
    Refused.at(token.check(), "clientToken");
  }

  @Test
  void sharesAreForFairShareQueues() {
    var draft = new Draft();
    draft.share = "a";
    Refused.member(
        draft.check(),
        "shareIdentifier",
        "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair"
            + " share scheduling policy.");
  }

  @Test
  void arraysHaveTwoToTenThousandChildren() {
    assertThat(array(2).check()).isEmpty();
    assertThat(array(10_000).check()).isEmpty();
    Refused.at(array(1).check(), "arrayProperties.size");
    Refused.at(array(10_001).check(), "arrayProperties.size");
    var sizeless = new Draft();
    sizeless.array = true;
    Refused.at(sizeless.check(), "arrayProperties.size");
  }

  @Test
  void dependenciesHaveRules() {
    var draft = new Draft();
    draft.dependsOn = Collections.nCopies(21, new Dependency(OTHER, null));
    Refused.at(draft.check(), "dependsOn");
    draft.dependsOn = List.of(new Dependency(null, null));
    Refused.at(draft.check(), "dependsOn[0].jobId");
    draft.dependsOn = List.of(new Dependency("x", null));
    assertThat(draft.check()).contains(new Refusal.NotFound("dependsOn[0].jobId", "Job", "x"));
    draft.dependsOn = List.of(new Dependency(null, Pairing.SEQUENTIAL));
    Refused.at(draft.check(), "dependsOn[0].type");
    var array = array(3);
    array.dependsOn = List.of(new Dependency(null, Pairing.SEQUENTIAL));
    assertThat(array.check()).isEmpty();
    array.dependsOn = List.of(new Dependency(OTHER, Pairing.SEQUENTIAL));
    Refused.at(array.check(), "dependsOn[0].jobId");
  }

  @Test
  void dependenciesExist() {
    var draft = new Draft();
    draft.dependsOn = List.of(new Dependency(OTHER, null));
    assertThat(refusal(draft, new Facts(queue(true), 0, POD, Map.of())))
        .contains(new Refusal.NotFound("dependsOn[0].jobId", "Job", OTHER));
    assertThat(refusal(draft, new Facts(queue(true), 0, POD, Map.of(OTHER, new Known(null)))))
        .isEmpty();
    draft.dependsOn = List.of(new Dependency(OTHER + ":3", null));
    assertThat(refusal(draft, new Facts(queue(true), 0, POD, Map.of(OTHER, new Known(3)))))
        .contains(new Refusal.NotFound("dependsOn[0].jobId", "Job", OTHER + ":3"));
    assertThat(refusal(draft, new Facts(queue(true), 0, POD, Map.of(OTHER, new Known(4)))))
        .isEmpty();
  }

  @Test
  void pairsNeedArraysOfTheSameSize() {
    var draft = array(3);
    draft.dependsOn = List.of(new Dependency(OTHER, Pairing.N_TO_N));
    assertThat(refusal(draft, new Facts(queue(true), 0, POD, Map.of(OTHER, new Known(3)))))
        .isEmpty();
    Refused.at(
        refusal(draft, new Facts(queue(true), 0, POD, Map.of(OTHER, new Known(4)))),
        "dependsOn[0].type");
    Refused.at(
        refusal(draft, new Facts(queue(true), 0, POD, Map.of(OTHER, new Known(null)))),
        "dependsOn[0].type");
  }

  @Test
  void queueAndDefinitionMustBeThere() {
    assertThat(refusal(new Draft(), new Facts(null, 0, POD, Map.of())))
        .contains(new Refusal.NotFound("jobQueue", "JobQueue", "q"));
    assertThat(refusal(new Draft(), new Facts(queue(false), 0, POD, Map.of())))
        .get()
        .isInstanceOf(Refusal.Conflict.class)
        .extracting(Refusal::field)
        .isEqualTo("jobQueue");
    assertThat(refusal(new Draft(), new Facts(queue(true), 0, null, Map.of())))
        .contains(new Refusal.NotFound("jobDefinition", "JobDefinition", "d"));
  }

  @Test
  void overridesBelongToTheKindOfDefinition() {
    var override = new ContainerJob.Override(null, null, List.of("y"), List.of(), List.of());
    var draft = new Draft();
    draft.container = override;
    Refused.member(
        refusal(draft, new Facts(queue(true), 0, POD, Map.of())),
        "containerOverrides",
        "Container overrides or node overrides should not be set for Batch on EKS jobs.");
    assertThat(job(draft, CONTAINER).pod().containers().getFirst().args()).containsExactly("y");
    var pod = new Draft();
    pod.pod = new PodOverride(List.of(), List.of(), Pod.Metadata.NONE);
    Refused.at(
        refusal(pod, new Facts(queue(true), 0, CONTAINER, Map.of())), "eksPropertiesOverride");
    var propagate = new Draft();
    propagate.propagate = true;
    Refused.at(refusal(propagate, new Facts(queue(true), 0, POD, Map.of())), "propagateTags");
    assertThat(refusal(propagate, new Facts(queue(true), 0, CONTAINER, Map.of()))).isEmpty();
  }

  @Test
  void propagationOfTagsIsTheSubmissionsWordThenTheDefinitions() {
    var draft = new Draft();
    var propagating = definition(CONTAINER.body(), true);
    assertThat(job(draft, CONTAINER).propagateTags()).isFalse();
    assertThat(job(draft, propagating).propagateTags()).isTrue();
    draft.propagate = false;
    assertThat(job(draft, propagating).propagateTags()).isFalse();
    draft.propagate = true;
    assertThat(job(draft, CONTAINER).propagateTags()).isTrue();
  }

  @Test
  void whatAnOverrideBreaksIsNamedInTheOverride() {
    var draft = new Draft();
    draft.pod =
        new PodOverride(
            List.of(
                new PodOverride.Container(
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    new Pod.Amounts(Map.of(), Map.of("memory", "1Gi")))),
            List.of(),
            Pod.Metadata.NONE);
    Refused.at(
        refusal(draft, new Facts(queue(true), 0, POD, Map.of())),
        "eksPropertiesOverride.podProperties.containers[0].resources.requests.memory");
  }

  @Test
  void aLongOverrideIsRefused() {
    var draft = new Draft();
    draft.container =
        new ContainerJob.Override(null, null, List.of("y".repeat(8193)), List.of(), List.of());
    Refused.member(
        refusal(draft, new Facts(queue(true), 0, CONTAINER, Map.of())),
        "containerOverrides",
        "Container Overrides length must be at most 8192");
  }

  @Test
  void definitionParametersRetryAndTimeoutHoldUnlessReplaced() {
    var plain = job(new Draft(), POD);
    assertThat(plain.pod().containers().getFirst().command()).containsExactly("run", "1");
    assertThat(plain.retry().attempts()).isEqualTo(3);
    assertThat(plain.timeoutSeconds()).isEqualTo(600);
    assertThat(plain.shape().vcpuMillis()).isEqualTo(1000);
    assertThat(plain.createdAt()).isEqualTo(NOW);
    var draft = new Draft();
    draft.parameters = Map.of("a", "2");
    draft.retry = new Retry(1, List.of());
    draft.timeout = new Registration.Timeout(60);
    var replaced = job(draft, POD);
    assertThat(replaced.pod().containers().getFirst().command()).containsExactly("run", "2");
    assertThat(replaced.retry().attempts()).isEqualTo(1);
    assertThat(replaced.timeoutSeconds()).isEqualTo(60);
  }

  @Test
  void aMissingParameterIsAcceptedAndFailsLater() {
    var definition = definition(new Definition.Body.AsPod(Pods.of("Ref::missing")));
    assertThat(job(new Draft(), definition).undispatchable()).contains("missing");
  }

  @Test
  void aTokenGivesTheSameJobForTheSameContent() {
    var used = new Tokens.Used("id", "job", "digest");
    assertThat(Tokens.reuse("t", used, "digest").accepted()).contains(used);
    assertThat(Tokens.reuse("t", used, "other").refusal())
        .get()
        .isInstanceOf(Refusal.AlreadyExists.class);
  }

  @Test
  void endRequestsHaveRules() {
    var limits = Limits.AWS.jobs();
    assertThat(EndRequest.check("x", "why", limits)).isEmpty();
    Refused.at(EndRequest.check("", "why", limits), "jobId");
    Refused.at(EndRequest.check("x", " ", limits), "reason");
    Refused.at(EndRequest.check("x", "r".repeat(1025), limits), "reason");
    Refused.at(EndRequest.check(Collections.nCopies(51, "x"), "why", limits), "jobs");
  }

  @Test
  void queueTakesNoMoreThanItsCapOfSubmittedJobs() {
    long cap = Limits.AWS.jobs().submitted();
    assertThat(cap).isEqualTo(1_000_000);
    assertThat(refusal(new Draft(), new Facts(queue(true), cap - 1, POD, Map.of()))).isEmpty();
    assertThat(refusal(new Draft(), new Facts(queue(true), cap, POD, Map.of())))
        .hasValueSatisfying(
            refusal -> {
              assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
              assertThat(refusal.message())
                  .isEqualTo(
                      "JobQueue q has 1000000 jobs in SUBMITTED, no more can be submitted until"
                          + " they are scheduled.");
            });
  }
}
