package io.longshore.placement.shell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.node.DaemonSeen;
import io.longshore.placement.core.node.ForeignPod;
import io.longshore.placement.core.node.NodeSeen;
import io.longshore.placement.core.observe.ContainerSeen;
import io.longshore.placement.core.observe.PodSeen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Objects as API servers write them, and what the desk is told of them. */
class ReadersTest {

  private static PodSeen pod(String yaml) {
    return new PodReader(Samples.NAMES).read(Serialization.unmarshal(yaml, Pod.class));
  }

  @Test
  void podUnderDeletionWithDisruption() {
    PodSeen seen =
        pod(
            """
            kind: Pod
            metadata:
              name: a
              namespace: batch
              uid: u1
              resourceVersion: "12"
              labels:
                batch.longshore.io/managed: "true"
                batch.longshore.io/job-id: j
                batch.longshore.io/node-uid: n
              finalizers: [batch.longshore.io/placement]
              deletionTimestamp: "2026-05-01T10:00:30Z"
              deletionGracePeriodSeconds: 30
            spec:
              nodeName: n1
              initContainers: [{name: first}]
              containers: [{name: main}, {name: side}]
            status:
              phase: Failed
              conditions:
              - {type: DisruptionTarget, status: "True", reason: TerminationByKubelet}
              - {type: ContainersReady, status: "False", reason: PodFailed}
              initContainerStatuses:
              - name: first
                state: {terminated: {exitCode: 0, reason: Completed}}
              containerStatuses:
              - name: main
                containerID: containerd://1
                state:
                  terminated:
                    exitCode: 137
                    reason: OOMKilled
                    startedAt: "1970-01-01T00:00:00Z"
                    finishedAt: "2026-05-01T10:00:20+00:00"
            """);
    assertThat(seen.identity()).isEqualTo(new PodSeen.Identity(true, "j", "n"));
    assertThat(seen.deletion())
        .isEqualTo(new PodSeen.Deletion(Instant.parse("2026-05-01T10:00:00Z"), 30));
    assertThat(seen.status().phase()).isEqualTo(PodSeen.Phase.FAILED);
    assertThat(seen.status().disruption()).isEqualTo("TerminationByKubelet");
    assertThat(seen.status().kubeletSaysOver()).isTrue();
    assertThat(seen.status().containers())
        .containsExactly(
            new ContainerSeen(
                "first",
                true,
                "",
                new ContainerSeen.State.Terminated(0, "Completed", "", null, null)),
            new ContainerSeen(
                "main",
                false,
                "containerd://1",
                new ContainerSeen.State.Terminated(
                    137, "OOMKilled", "", null, Instant.parse("2026-05-01T10:00:20Z"))),
            new ContainerSeen("side", false, "", new ContainerSeen.State.Unmentioned()));
  }

  @Test
  void podThatNobodyHasTouchedYet() {
    PodSeen seen =
        pod(
            """
            kind: Pod
            metadata: {name: a, namespace: batch, uid: u1}
            spec: {containers: [{name: main}]}
            """);
    assertThat(seen.identity().managed()).isFalse();
    assertThat(seen.deleting()).isFalse();
    assertThat(seen.status().phase()).isEqualTo(PodSeen.Phase.PENDING);
    assertThat(seen.anyStarted()).isFalse();
  }

  @Test
  void olderOfTwoStatesIsKnownByItsVersion() {
    PodSeen ninth = version("u", "9");
    PodSeen tenth = version("u", "10");
    PodSeen other = version("v", "11");
    PodSeen odd = version("u", "x");
    assertThat(ninth.olderThan(tenth)).isTrue();
    assertThat(tenth.olderThan(ninth)).isFalse();
    assertThat(tenth.olderThan(tenth)).isFalse();
    assertThat(tenth.olderThan(other)).isFalse();
    assertThat(odd.olderThan(tenth)).isFalse();
  }

  private static PodSeen version(String uid, String version) {
    return pod(
        """
        kind: Pod
        metadata: {name: a, namespace: batch, uid: %s, resourceVersion: "%s"}
        spec: {}
        """
            .formatted(uid, version));
  }

  @Test
  void nodeWithItsRoomAndItsTaints() {
    NodeSeen seen =
        NodeReader.node(
            Serialization.unmarshal(
                """
                kind: Node
                metadata:
                  name: n1
                  uid: u1
                  creationTimestamp: "2026-05-01T10:00:00Z"
                  labels: {a: b}
                spec:
                  providerID: aws:///us-east-1a/i-1
                  unschedulable: true
                  taints: [{key: k, effect: NoSchedule}]
                status:
                  allocatable: {cpu: 3920m, memory: 1Gi, nvidia.com/gpu: "2", pods: "58"}
                  conditions: [{type: Ready, status: "True"}]
                  nodeInfo: {architecture: arm64}
                """,
                Node.class));
    assertThat(seen)
        .isEqualTo(
            new NodeSeen(
                "n1",
                "u1",
                Instant.parse("2026-05-01T10:00:00Z"),
                Map.of("a", "b"),
                "aws:///us-east-1a/i-1",
                new Amounts(3920, 1L << 30, 2, Map.of()),
                58,
                true,
                true,
                List.of(new NodeSeen.Taint("k", "", "NoSchedule")),
                "arm64"));
  }

  @Test
  void nodeThatHasOnlyJustRegistered() {
    NodeSeen seen =
        NodeReader.node(
            Serialization.unmarshal(
                "kind: Node\nmetadata: {name: n1, uid: u1}\nspec: {}\n", Node.class));
    assertThat(seen.ready()).isFalse();
    assertThat(seen.allocatable()).isEqualTo(Amounts.NONE);
    assertThat(seen.createdAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void foreignPodHoldsWhatTheKubeletCounts() {
    String pod =
        """
        kind: Pod
        metadata:
          uid: u1
          ownerReferences: [{kind: DaemonSet, uid: d1, name: agent, apiVersion: apps/v1}]
        spec:
          nodeName: n1
          overhead: {cpu: 50m}
          initContainers:
          - {name: i, resources: {requests: {cpu: 900m, memory: 10Mi}}}
          containers:
          - {name: a, resources: {requests: {cpu: 100m, memory: 64Mi}}}
          - {name: b, resources: {requests: {cpu: 200m}}}
          - {name: c}
        status: {phase: %s}
        """;
    assertThat(NodeReader.foreign(Serialization.unmarshal(pod.formatted("Running"), Pod.class)))
        .hasValue(new ForeignPod("u1", "n1", "d1", new Amounts(950, 64L << 20, 0, Map.of())));
    assertThat(NodeReader.foreign(Serialization.unmarshal(pod.formatted("Succeeded"), Pod.class)))
        .isEmpty();
  }

  @Test
  void daemonSetWithAffinity() {
    String set =
        """
        kind: DaemonSet
        metadata: {uid: d1}
        spec:
          template:
            spec:
              nodeSelector: {os: linux}
              tolerations: [{operator: Exists}]
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions: [{key: zone, operator: %s, values: [a]}]
              containers: [{name: a, resources: {requests: {cpu: "1"}}}]
        """;
    DaemonSeen seen =
        NodeReader.daemon(Serialization.unmarshal(set.formatted("In"), DaemonSet.class));
    assertThat(seen)
        .isEqualTo(
            new DaemonSeen(
                "d1",
                new Amounts(1000, 0, 0, Map.of()),
                Map.of("os", "linux"),
                List.of(List.of(new DaemonSeen.Expression("zone", "In", Set.of("a")))),
                List.of(new DaemonSeen.Toleration("", "Exists", "", "")),
                false));
    assertThat(
            NodeReader.daemon(Serialization.unmarshal(set.formatted("Gt"), DaemonSet.class))
                .excluded())
        .as("what is not understood is not foretold")
        .isTrue();
  }
}
