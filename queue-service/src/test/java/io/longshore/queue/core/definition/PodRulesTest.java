package io.longshore.queue.core.definition;

import static io.longshore.queue.core.definition.Pods.amounts;
import static io.longshore.queue.core.definition.Pods.container;
import static io.longshore.queue.core.definition.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Refused;
import io.longshore.queue.core.definition.Pod.Amounts;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRulesTest {

  private static final String POD = "eksProperties.podProperties";
  private static final String FIRST = POD + ".containers[0]";
  private static final Amounts RIGHT = amounts("1", "512Mi");

  private static Optional<Refusal> check(Pod pod) {
    return PodRules.check(pod, PodPaths.definition(), Limits.AWS);
  }

  private static Optional<Refusal> check(Amounts amounts) {
    return check(pod(List.of(container(null, amounts))));
  }

  @Test
  void anOrdinaryPodPasses() {
    assertThat(check(Pods.of("true"))).isEmpty();
  }

  @Test
  void containersAreRequired() {
    Refused.member(
        check(pod(List.of())),
        POD + ".containers",
        "Containers must be provided for Batch on EKS jobs.");
  }

  @Test
  void tenContainersAreTheMost() {
    Refused.at(check(pod(Collections.nCopies(11, container("a", RIGHT)))), POD + ".containers");
    Refused.at(
        check(pod(List.of(container("a", RIGHT)), Collections.nCopies(11, container("b", RIGHT)))),
        POD + ".initContainers");
  }

  @Test
  void namesAreUniqueAcrossContainersAndInitContainers() {
    Refused.member(
        check(pod(List.of(container("a", RIGHT), container("a", RIGHT)))),
        POD + ".containers[1].name",
        "The container name: a must be unique in multi-container job.");
    Refused.at(
        check(pod(List.of(container("a", RIGHT)), List.of(container("a", RIGHT)))),
        POD + ".initContainers[0].name");
  }

  @ParameterizedTest
  @CsvSource({"0.25", "1", "1.5", "96"})
  void cpuComesInQuarters(String cpu) {
    assertThat(check(amounts(cpu, "512Mi"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "0.3", "500m", "-1", "one"})
  void otherCpuIsRefused(String cpu) {
    Refused.member(
        check(amounts(cpu, "512Mi")),
        FIRST + ".resources.requests.cpu",
        "Value "
            + cpu
            + " for type cpu in resources is not valid. Provide a valid number and unit.");
  }

  @ParameterizedTest
  @CsvSource({"3Mi", "512", "1Gi", "1.5Mi", "Mi"})
  void memoryIsWholeMebibytesOfAtLeastFour(String memory) {
    Refused.member(
        check(amounts("1", memory)),
        FIRST + ".resources.requests.memory",
        "Value " + memory + " for type memory is not valid.");
  }

  @Test
  void gpusAreWhole() {
    Refused.member(
        check(new Amounts(Map.of("nvidia.com/gpu", "0.5"), Map.of("cpu", "1", "memory", "4Mi"))),
        FIRST + ".resources.limits.nvidia.com/gpu",
        "Value 0.5 for type nvidia.com/gpu in resources is not valid.");
  }

  @Test
  void otherResourcesAreRefused() {
    Refused.member(
        check(new Amounts(Map.of("ephemeral-storage", "1Gi"), RIGHT.requests())),
        FIRST + ".resources.limits.ephemeral-storage",
        "ephemeral-storage is not a supported type for resources.");
  }

  @Test
  void requestsAndLimitsAgree() {
    Refused.member(
        check(new Amounts(Map.of("cpu", "1"), Map.of("cpu", "2", "memory", "4Mi"))),
        FIRST + ".resources.requests.cpu",
        "cpu request must be <= to cpu limit if both are provided.");
    Refused.member(
        check(new Amounts(Map.of("memory", "8Mi"), Map.of("cpu", "2", "memory", "4Mi"))),
        FIRST + ".resources.requests.memory",
        "memory request must be equal to memory limit if both are provided.");
    Refused.member(
        check(
            new Amounts(
                Map.of("nvidia.com/gpu", "2"),
                Map.of("cpu", "2", "memory", "4Mi", "nvidia.com/gpu", "1"))),
        FIRST + ".resources.requests.nvidia.com/gpu",
        "gpu request must be equal to gpu limit if both are provided.");
  }

  @Test
  void cpuAndMemoryAreRequiredButNotOfInitContainers() {
    Refused.at(check(new Amounts(Map.of(), Map.of("cpu", "1"))), FIRST + ".resources");
    assertThat(check(pod(List.of(container("a", RIGHT)), List.of(container("b", Amounts.NONE)))))
        .isEmpty();
  }

  @Test
  void policiesAreKnown() {
    var odd =
        new Pod.Container(
            null,
            "busybox",
            "Sometimes",
            List.of(),
            List.of(),
            List.of(),
            RIGHT,
            List.of(),
            Pod.Security.NONE);
    Refused.member(
        check(pod(List.of(odd))),
        FIRST + ".imagePullPolicy",
        "Unsupported image pull policy value.");
    Refused.member(
        check(
            new Pod(
                "None",
                List.of(container(null, RIGHT)),
                List.of(),
                List.of(),
                Pod.Metadata.NONE,
                Pod.Security.NONE)),
        POD + ".dnsPolicy",
        "Unsupported DNS policy value.");
  }

  @Test
  void imageIsRequiredAndReservedVariablesAreRefused() {
    Refused.at(check(pod(List.of(image(null, List.of())))), FIRST + ".image");
    Refused.at(
        check(
            pod(
                List.of(
                    image(
                        "busybox",
                        List.of(new Pod.EnvironmentVariable("AWS_BATCH_JOB_ID", "x")))))),
        FIRST + ".env[0].name");
    Refused.member(
        check(pod(List.of(image("busybox", List.of(new Pod.EnvironmentVariable("", "x")))))),
        FIRST + ".env[0].name",
        "Environment variable name is required.");
  }

  private static Pod.Container image(
      @Nullable String image, List<Pod.EnvironmentVariable> environment) {
    return new Pod.Container(
        null, image, null, List.of(), List.of(), environment, RIGHT, List.of(), Pod.Security.NONE);
  }

  private static Optional<Refusal> volume(Pod.Volume volume, Pod.Mount mount) {
    var container =
        new Pod.Container(
            null,
            "busybox",
            null,
            List.of(),
            List.of(),
            List.of(),
            RIGHT,
            List.of(mount),
            Pod.Security.NONE);
    return check(
        new Pod(
            null,
            List.of(container),
            List.of(),
            List.of(volume),
            Pod.Metadata.NONE,
            Pod.Security.NONE));
  }

  @Test
  void volumesHaveOneSourceAndMountsNameThem() {
    var mount = new Pod.Mount("v", "/data");
    assertThat(volume(new Pod.Volume("v", 1, null, null, "/host"), mount)).isEmpty();
    Refused.at(volume(new Pod.Volume("v", 2, null, null, "/host"), mount), POD + ".volumes[0]");
    Refused.at(
        volume(new Pod.Volume("V_1", 1, null, null, "/host"), new Pod.Mount("V_1", "/d")),
        POD + ".volumes[0].name");
    Refused.at(
        volume(new Pod.Volume("w", 1, null, null, "/host"), mount),
        FIRST + ".volumeMounts[0].name");
    Refused.member(
        volume(new Pod.Volume("v", 1, "Disk", null, "emptyDir"), mount),
        POD + ".volumes[0].emptyDir.medium",
        "Invalid Volume mount. Allowed values - Memory or null.");
    Refused.member(
        volume(new Pod.Volume("v", 1, "", "1Gi", "emptyDir"), mount),
        POD + ".volumes[0].emptyDir.sizeLimit",
        "Invalid empty dir size limit.");
  }

  private static Optional<Refusal> metadata(
      Map<String, String> labels, Map<String, String> annotations, @Nullable String namespace) {
    return check(
        new Pod(
            null,
            List.of(container(null, RIGHT)),
            List.of(),
            List.of(),
            new Pod.Metadata(labels, annotations, namespace),
            Pod.Security.NONE));
  }

  @Test
  void labelsAndAnnotationsKeepToKubernetesNames() {
    assertThat(metadata(Map.of("team", "a", "my.org/x", ""), Map.of("n", "any thing"), "jobs"))
        .isEmpty();
    Refused.member(
        metadata(Map.of("-x", "a"), Map.of(), null),
        POD + ".metadata.labels.-x",
        "The name -x of the pod label key does not match a valid pattern.");
    Refused.member(
        metadata(Map.of(), Map.of("batch.amazonaws.com/x", "a"), null),
        POD + ".metadata.annotations.batch.amazonaws.com/x",
        "The prefix batch.amazonaws.com of the pod annotation key cannot contain terms from the"
            + " Kubernetes reserved namespaces.");
    Refused.at(
        metadata(Map.of("node.kubernetes.io/x", "a"), Map.of(), null),
        POD + ".metadata.labels.node.kubernetes.io/x");
    Refused.at(metadata(Map.of("a", "no spaces"), Map.of(), null), POD + ".metadata.labels.a");
    Refused.at(
        metadata(Map.of(), Map.of("a", "x".repeat(256)), null), POD + ".metadata.annotations.a");
  }

  @Test
  void limitsAndTheReservedPrefixAreTheInstallations() {
    var small =
        new Limits(
            Limits.AWS.registry(),
            new Limits.Definitions(
                1024, 10, 5, 512, 60, 10, 10, 1, 4, 9999, 3, 1, 4, 2, "batch.example.org"),
            Limits.AWS.jobs(),
            Limits.AWS.pages(),
            Limits.AWS.tagging());
    var capabilities = List.of(List.of("CHOWN"));
    for (var security :
        List.of(
            new Pod.Security(List.of(), capabilities, null, null, null),
            new Pod.Security(List.of(), List.of(List.of("A", "B")), null, null, null))) {
      Refused.at(
          PodRules.check(secured(security), PodPaths.definition(), small),
          FIRST + ".securityContext.capabilities");
    }
    var profile = new Pod.Seccomp(true, true, "abc");
    Refused.at(
        PodRules.check(
            secured(new Pod.Security(List.of(), List.of(), null, null, profile)),
            PodPaths.definition(),
            small),
        FIRST + ".securityContext.seccompProfile.localhostProfile");
    var labels = Map.of("batch.example.org/x", "1");
    assertThat(PodRules.check(labelled(labels, Map.of()), PodPaths.definition(), Limits.AWS))
        .isEmpty();
    Refused.at(
        PodRules.check(labelled(labels, Map.of()), PodPaths.definition(), small),
        POD + ".metadata.labels.batch.example.org/x");
    Refused.member(
        PodRules.check(labelled(Map.of(), Map.of("a", "long")), PodPaths.definition(), small),
        POD + ".metadata.annotations.a",
        "The value of a pod annotation has at most 3 characters.");
    Refused.at(
        check(labelled(Map.of("batch.longshore.io/x", "1"), Map.of())),
        POD + ".metadata.labels.batch.longshore.io/x");
  }

  private static Pod labelled(Map<String, String> labels, Map<String, String> annotations) {
    return new Pod(
        null,
        List.of(container(null, RIGHT)),
        List.of(),
        List.of(),
        new Pod.Metadata(labels, annotations, null),
        Pod.Security.NONE);
  }

  private static Pod secured(Pod.Security security) {
    return pod(
        List.of(
            new Pod.Container(
                null, "busybox", null, List.of(), List.of(), List.of(), RIGHT, List.of(),
                security)));
  }

  @Test
  void someNamespacesAreNotForJobs() {
    Refused.at(metadata(Map.of(), Map.of(), "default"), POD + ".metadata.namespace");
    Refused.at(metadata(Map.of(), Map.of(), "kube-system"), POD + ".metadata.namespace");
    Refused.at(metadata(Map.of(), Map.of(), "Jobs"), POD + ".metadata.namespace");
  }

  @Test
  void securityContextsHaveBounds() {
    Refused.at(security(List.of(-1L), List.of(), null), FIRST + ".securityContext");
    Refused.at(
        security(List.of(), List.of(List.of("CAP_SYS_ADMIN")), null),
        FIRST + ".securityContext.capabilities");
    Refused.at(
        security(List.of(), List.of(Collections.nCopies(65, "X")), null),
        FIRST + ".securityContext.capabilities");
    Refused.at(
        security(List.of(), List.of(), new Pod.Seccomp(true, true, null)),
        FIRST + ".securityContext.seccompProfile.localhostProfile");
    assertThat(security(List.of(0L), List.of(), new Pod.Seccomp(true, true, "p.json"))).isEmpty();
  }

  private static Optional<Refusal> security(
      List<Long> ids, List<List<String>> capabilities, Pod.@Nullable Seccomp seccomp) {
    var context = new Pod.Security(ids, capabilities, null, null, seccomp);
    return check(
        pod(
            List.of(
                new Pod.Container(
                    null, "busybox", null, List.of(), List.of(), List.of(), RIGHT, List.of(),
                    context))));
  }
}
