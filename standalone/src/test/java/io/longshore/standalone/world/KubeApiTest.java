package io.longshore.standalone.world;

import static io.longshore.standalone.world.TestWorld.BATCH;
import static io.longshore.standalone.world.TestWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeApiTest {

  private static TestWorld world;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    world = TestWorld.start(data);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /** A pod that no kubelet touches: its node is not there. */
  private static PodBuilder inert(String name) {
    return pod(name, "true").editSpec().withNodeName(null).endSpec();
  }

  private static KubernetesClientException refusal(ThrowingCallable call) {
    return catchThrowableOfType(KubernetesClientException.class, call);
  }

  @Test
  void createStampsAndDefaults() {
    Pod created = world.create(inert("stamps"));
    assertThat(created.getMetadata().getUid()).hasSize(36);
    assertThat(created.getMetadata().getResourceVersion()).isNotEmpty();
    assertThat(created.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(created.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(30);
    assertThat(created.getSpec().getTolerations())
        .extracting(t -> t.getKey() + t.getTolerationSeconds())
        .contains("node.kubernetes.io/not-ready300", "node.kubernetes.io/unreachable300");
  }

  @Test
  void nameIsTakenOnlyOnce() {
    world.create(inert("twice"));
    KubernetesClientException refused = refusal(() -> world.create(inert("twice")));
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists");
    assertThat(refused.getStatus().getMessage()).isEqualTo("pods \"twice\" already exists");
  }

  @Test
  void invalidPodNamesEachField() {
    var wrong =
        inert("wrong")
            .editSpec()
            .editContainer(0)
            .withImage("")
            .withName("Main")
            .endContainer()
            .endSpec();
    KubernetesClientException refused = refusal(() -> world.create(wrong));
    assertThat(refused.getCode()).isEqualTo(422);
    assertThat(refused.getStatus().getReason()).isEqualTo("Invalid");
    assertThat(refused.getStatus().getDetails().getCauses())
        .extracting(c -> c.getField())
        .containsExactlyInAnyOrder("spec.containers[0].image", "spec.containers[0].name");
  }

  @Test
  void restartingPodsAreRefused() {
    var always = inert("always").editSpec().withRestartPolicy("Always").endSpec();
    assertThat(refusal(() -> world.create(always)).getCode()).isEqualTo(422);
  }

  @Test
  void unknownNamespaceIsNotFound() {
    Pod lost = inert("lost").build();
    KubernetesClientException refused =
        refusal(() -> world.kube().pods().inNamespace("nowhere").resource(lost).create());
    assertThat(refused.getCode()).isEqualTo(404);
    assertThat(refused.getStatus().getMessage()).contains("namespaces \"nowhere\" not found");
  }

  @Test
  void dryRunStoresNothing() {
    world.kube().pods().inNamespace(BATCH).resource(inert("dry").build()).dryRun(true).create();
    assertThat(world.get("dry")).isNull();
  }

  @Test
  void staleUpdateConflicts() {
    var maps = world.kube().configMaps().inNamespace(BATCH);
    var map =
        maps.resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("stale")
                    .endMetadata()
                    .addToData("epoch", "1")
                    .build())
            .create();
    map.setData(Map.of("epoch", "2"));
    maps.resource(map).update();
    map.setData(Map.of("epoch", "3"));
    KubernetesClientException refused =
        refusal(
            () ->
                maps.resource(map)
                    .lockResourceVersion(map.getMetadata().getResourceVersion())
                    .update());
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
    assertThat(maps.withName("stale").get().getData()).containsEntry("epoch", "2");
  }

  @Test
  void podSpecIsImmutable() {
    world.create(inert("fixed"));
    var resource = world.kube().pods().inNamespace(BATCH).withName("fixed");
    KubernetesClientException refused =
        refusal(
            () ->
                resource.edit(
                    p -> new PodBuilder(p).editSpec().withNodeName("elsewhere").endSpec().build()));
    assertThat(refused.getCode()).isEqualTo(422);
    resource.edit(
        p -> new PodBuilder(p).editMetadata().addToLabels("a", "b").endMetadata().build());
    assertThat(world.get("fixed").getMetadata().getLabels()).containsEntry("a", "b");
  }

  @Test
  void patchesOfAllKinds() {
    world.create(
        inert("patched").editMetadata().addToFinalizers("x.io/one", "x.io/two").endMetadata());
    var resource = world.kube().pods().inNamespace(BATCH).withName("patched");
    resource.patch(
        PatchContext.of(PatchType.STRATEGIC_MERGE),
        "{\"metadata\":{\"labels\":{\"k\":\"v\"},\"$deleteFromPrimitiveList/finalizers\":[\"x.io/one\"]}}");
    assertThat(world.get("patched").getMetadata().getFinalizers()).containsExactly("x.io/two");
    resource.patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"metadata\":{\"labels\":{\"k\":null},\"annotations\":{\"n\":\"1\"}}}");
    resource.patch(
        PatchContext.of(PatchType.JSON),
        "[{\"op\":\"test\",\"path\":\"/metadata/finalizers/0\",\"value\":\"x.io/two\"},"
            + "{\"op\":\"remove\",\"path\":\"/metadata/finalizers/0\"}]");
    Pod after = world.get("patched");
    assertThat(after.getMetadata().getLabels()).isEmpty();
    assertThat(after.getMetadata().getAnnotations()).containsEntry("n", "1");
    assertThat(after.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void serverSideApplyCreatesAndChanges() {
    var maps = world.kube().configMaps().inNamespace(BATCH);
    var wanted =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("applied")
            .endMetadata()
            .addToData("a", "1");
    maps.resource(wanted.build()).fieldManager("test").forceConflicts().serverSideApply();
    maps.resource(wanted.addToData("b", "2").build())
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
    assertThat(maps.withName("applied").get().getData())
        .containsEntry("a", "1")
        .containsEntry("b", "2");
  }

  @Test
  void finalizerHoldsTheObject() {
    world.create(inert("held").editMetadata().addToFinalizers("x.io/hold").endMetadata());
    var resource = world.kube().pods().inNamespace(BATCH).withName("held");
    resource.delete();
    assertThat(world.get("held").getMetadata().getDeletionTimestamp()).isNotEmpty();
    KubernetesClientException refused =
        refusal(
            () ->
                resource.edit(
                    p ->
                        new PodBuilder(p)
                            .editMetadata()
                            .addToFinalizers("x.io/late")
                            .endMetadata()
                            .build()));
    assertThat(refused.getStatus().getMessage()).contains("no new finalizers can be added");
    resource.edit(
        p -> new PodBuilder(p).editMetadata().withFinalizers(List.of()).endMetadata().build());
    assertThat(world.get("held")).isNull();
  }

  @Test
  void deleteOfAnotherUidConflicts() throws Exception {
    world.create(inert("namesake"));
    String path = "/api/v1/namespaces/" + BATCH + "/pods/namesake";
    assertThat(
            world.rawKube("DELETE", path, "{\"preconditions\":{\"uid\":\"other\"}}").statusCode())
        .isEqualTo(409);
    assertThat(world.get("namesake")).isNotNull();
  }

  @Test
  void listsInPagesAndBySelectors() {
    for (int i = 0; i < 5; i++) {
      world.create(inert("page-" + i).editMetadata().addToLabels("set", "page").endMetadata());
    }
    var selected = world.kube().pods().inNamespace(BATCH).withLabel("set", "page");
    PodList first = selected.list(new ListOptionsBuilder().withLimit(2L).build());
    assertThat(first.getItems()).hasSize(2);
    assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(3);
    world.kube().pods().inNamespace(BATCH).withName("page-4").delete();
    PodList rest =
        selected.list(
            new ListOptionsBuilder()
                .withLimit(10L)
                .withContinue(first.getMetadata().getContinue())
                .build());
    // All pages show the version of the first.
    assertThat(rest.getItems())
        .extracting(p -> p.getMetadata().getName())
        .containsExactly("page-2", "page-3", "page-4");
    assertThat(
            world
                .kube()
                .pods()
                .inAnyNamespace()
                .withField("metadata.name", "page-1")
                .list()
                .getItems())
        .hasSize(1);
    assertThat(
            world
                .kube()
                .pods()
                .inAnyNamespace()
                .withLabelIn("set", "page", "x")
                .withoutLabel("absent")
                .list()
                .getItems())
        .hasSize(4);
  }

  @Test
  void watchFromVersionSeesAllAndOldVersionIsGone() {
    Pod before = world.create(inert("seen"));
    String version = before.getMetadata().getResourceVersion();
    var resource = world.kube().pods().inNamespace(BATCH).withName("seen");
    resource.edit(
        p -> new PodBuilder(p).editMetadata().addToLabels("n", "1").endMetadata().build());
    resource.withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    var events = new Events();
    try (var _ =
        resource.watch(new ListOptionsBuilder().withResourceVersion(version).build(), events)) {
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(events.seen).containsExactly("MODIFIED seen", "DELETED seen"));
    }
    world.control("POST", "/world/compact", "");
    var late = new Events();
    try (var _ =
        resource.watch(new ListOptionsBuilder().withResourceVersion(version).build(), late)) {
      Awaitility.await().untilAsserted(() -> assertThat(late.seen).containsExactly("gone"));
    }
  }

  @Test
  void informerFollowsAndRecovers() throws Exception {
    var names = new CopyOnWriteArrayList<String>();
    try (SharedIndexInformer<Pod> informer =
        world
            .kube()
            .pods()
            .inNamespace(BATCH)
            .withLabel("set", "informed")
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    names.add("+" + pod.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(Pod old, Pod pod) {}

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {
                    names.add("-" + pod.getMetadata().getName());
                  }
                })) {
      var labelled = inert("informed").editMetadata().addToLabels("set", "informed").endMetadata();
      world.create(labelled);
      Awaitility.await().untilAsserted(() -> assertThat(names).containsExactly("+informed"));
      // Leaving the selection is a deletion to whoever watches through it.
      world
          .kube()
          .pods()
          .inNamespace(BATCH)
          .withName("informed")
          .edit(
              p -> new PodBuilder(p).editMetadata().removeFromLabels("set").endMetadata().build());
      Awaitility.await()
          .untilAsserted(() -> assertThat(names).containsExactly("+informed", "-informed"));
      assertThat(informer.isWatching()).isTrue();
    }
  }

  @Test
  void fenceRefusesOldEpochs() {
    var fence = world.kube().configMaps().inNamespace("longshore-system");
    var managed =
        inert("fenced")
            .editMetadata()
            .addToLabels("batch.longshore.io/managed", "true")
            .addToAnnotations("batch.longshore.io/placement-epoch", "4")
            .endMetadata();
    assertThat(refusal(() -> world.create(managed)).getStatus().getMessage())
        .contains("ValidatingAdmissionPolicy 'longshore-fence'", "no params found");
    fence
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("longshore-fence")
                .endMetadata()
                .addToData("epoch", "5")
                .build())
        .create();
    Awaitility.await()
        .untilAsserted(
            () -> {
              KubernetesClientException refused = refusal(() -> world.create(managed));
              assertThat(refused.getCode()).isEqualTo(422);
              assertThat(refused.getStatus().getMessage())
                  .contains("denied request", "placement epoch 4 is below the fence's 5");
            });
    world.create(
        managed
            .editMetadata()
            .addToAnnotations("batch.longshore.io/placement-epoch", "5")
            .endMetadata());
    world.kube().pods().inNamespace(BATCH).withName("fenced").delete();
    fence.withName("longshore-fence").delete();
  }

  @Test
  void namespaceGoesOnceItIsEmpty() {
    world
        .kube()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("passing").endMetadata().build())
        .create();
    Pod left = inert("left").editMetadata().addToFinalizers("x.io/hold").endMetadata().build();
    var pods = world.kube().pods().inNamespace("passing");
    pods.resource(left).create();
    world.kube().namespaces().withName("passing").delete();
    Awaitility.await()
        .until(() -> pods.withName("left").get().getMetadata().getDeletionTimestamp() != null);
    assertThat(refusal(() -> pods.resource(inert("late").build()).create()).getCode())
        .isEqualTo(403);
    pods.withName("left")
        .edit(
            p -> new PodBuilder(p).editMetadata().withFinalizers(List.of()).endMetadata().build());
    Awaitility.await().until(() -> world.kube().namespaces().withName("passing").get() == null);
  }

  @Test
  void evictionMarksThePod() {
    world.create(inert("evicted").editMetadata().addToFinalizers("x.io/hold").endMetadata());
    assertThat(world.kube().pods().inNamespace(BATCH).withName("evicted").evict()).isTrue();
    Pod evicted = world.get("evicted");
    assertThat(evicted.getMetadata().getDeletionTimestamp()).isNotEmpty();
    assertThat(evicted.getStatus().getConditions().getFirst().getType())
        .isEqualTo("DisruptionTarget");
  }

  @Test
  void injectedFaultsStrikeAsToldAndLostAnswersStillCount() {
    world.control(
        "POST",
        "/world/faults",
        "{\"surface\":\"KUBE\",\"status\":403,\"code\":\"Forbidden\",\"match\":\"POST\"}");
    assertThat(refusal(() -> world.create(inert("faulty"))).getCode()).isEqualTo(403);
    world.control("POST", "/world/faults", "{\"mode\":\"LOSE_ANSWER\",\"match\":\"POST\"}");
    // The client sends it again after the lost answer and finds its own work.
    KubernetesClientException lost = refusal(() -> world.create(inert("unanswered")));
    assertThat(lost).isNotNull();
    assertThat(world.get("unanswered")).isNotNull();
  }

  private static final class Events implements Watcher<Pod> {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void eventReceived(Action action, Pod pod) {
      if (action != Action.BOOKMARK) {
        seen.add(action + " " + pod.getMetadata().getName());
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      if (cause.isHttpGone()) {
        seen.add("gone");
      }
    }
  }
}
