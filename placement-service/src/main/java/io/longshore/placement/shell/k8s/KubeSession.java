package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.desk.Outcome;
import io.longshore.placement.core.pod.PodPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One ownership's dealings with an API server. Calls block on virtual threads; how many at a time
 * is bounded by the desk for creates, and here for all else, so that a Stop never waits behind
 * starts.
 */
final class KubeSession implements Cluster.Session {

  private static final Logger LOG = Logger.getLogger(KubeSession.class);
  private static final long HEARTBEAT_MS = 5_000;
  private static final int FAILURES_TOLERATED = 2;

  private final KubernetesClient client;
  private final FenceCalls fence;
  private final PodReader reader;
  private final EventReader warnings;
  private final Survey survey;
  private final String finalizer;
  private final Consumer<DeskInput> desk;
  private final Semaphore others;
  private final ExecutorService threads;
  private volatile boolean closed;

  KubeSession(
      KubeSettings settings,
      KubeClients clients,
      KubernetesClient client,
      Consumer<DeskInput> desk) {
    this.client = client;
    this.desk = desk;
    this.finalizer = settings.names().finalizer();
    this.fence = new FenceCalls(settings, clients, client);
    this.reader = new PodReader(settings.names());
    this.warnings = new EventReader(client, settings.bounds().page());
    this.survey = new Survey(client, settings, this::tell);
    this.others = new Semaphore(settings.bounds().concurrency());
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kube-", 0).factory());
  }

  void start() {
    threads.execute(this::heartbeat);
  }

  private void tell(DeskInput input) {
    if (!closed) {
      desk.accept(input);
    }
  }

  @Override
  public void act(Action action) {
    switch (action) {
      case Action.Guard(var what) -> run(() -> new DeskInput.FenceSaid(fence.run(what)));
      case Action.Survey _ -> survey.start();
      case Action.Create(var launch, var plan) ->
          run(() -> new DeskInput.CreateEnded(launch, create(plan)));
      case Action.Look(var launch, String namespace) ->
          bounded(() -> new DeskInput.LookEnded(launch, look(namespace, launch.podName())));
      case Action.LookAtNode(var launch, String node) -> bounded(() -> lookAtNode(launch, node));
      case Action.ReadWarnings(String namespace) -> bounded(() -> readWarnings(namespace));
      case Action.Delete(var pod, int grace) ->
          bounded(() -> new DeskInput.DeleteEnded(pod, delete(pod, grace)));
      case Action.Release(var pod) -> bounded(() -> new DeskInput.ReleaseEnded(pod, release(pod)));
      case Action.KeepLogs _ ->
          throw new IllegalArgumentException("output is kept by the loop, not by the cluster");
    }
  }

  private void run(Supplier<DeskInput> call) {
    execute(() -> answer(call));
  }

  private void bounded(Supplier<DeskInput> call) {
    execute(
        () -> {
          others.acquireUninterruptibly();
          try {
            answer(call);
          } finally {
            others.release();
          }
        });
  }

  /** What had to wait for its turn may find that the session is closed meanwhile. */
  private void answer(Supplier<DeskInput> call) {
    if (!closed) {
      tell(call.get());
    }
  }

  private void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("session is closed");
    }
  }

  private Outcome.OfCreate create(PodPlan plan) {
    try {
      return new Outcome.Done(
          reader.read(
              client.pods().inNamespace(plan.namespace()).resource(PodFactory.pod(plan)).create()));
    } catch (RuntimeException e) {
      LOG.debugf("create failed pod=%s: %s", plan.name(), e.toString());
      return Answered.create(e);
    }
  }

  private Outcome.OfLook look(String namespace, String name) {
    try {
      Pod pod = client.pods().inNamespace(namespace).withName(name).get();
      return pod == null ? new Outcome.Missing() : new Outcome.Done(reader.read(pod));
    } catch (RuntimeException e) {
      return new Outcome.Failed(Answered.message(e));
    }
  }

  private DeskInput lookAtNode(LaunchId launch, String name) {
    try {
      Node node = client.nodes().withName(name).get();
      return new DeskInput.NodeLookEnded(launch, node == null ? "" : node.getMetadata().getUid());
    } catch (RuntimeException e) {
      return new DeskInput.NodeLookFailed(launch, Answered.message(e));
    }
  }

  private DeskInput readWarnings(String namespace) {
    try {
      return new DeskInput.WarningsRead(namespace, warnings.in(namespace));
    } catch (RuntimeException e) {
      LOG.warnf("events not read namespace=%s: %s", namespace, Answered.message(e));
      return new DeskInput.WarningsRead(namespace, List.of());
    }
  }

  private Outcome.OfDelete delete(PodRef ref, long grace) {
    try {
      Pod pod = deleteCall(ref, grace);
      return new Outcome.Done(reader.read(pod));
    } catch (RuntimeException e) {
      return gone(e) ? new Outcome.Missing() : new Outcome.Failed(Answered.message(e));
    }
  }

  private Pod deleteCall(PodRef ref, long grace) {
    var options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withGracePeriodSeconds(grace)
            .withNewPreconditions(null, ref.uid())
            .build();
    String answer = client.raw(path(ref), "DELETE", options);
    return client.getKubernetesSerialization().unmarshal(answer, Pod.class);
  }

  private static String path(PodRef ref) {
    return "/api/v1/namespaces/" + ref.namespace() + "/pods/" + ref.name();
  }

  /** Not there any more, or another has its name. */
  private static boolean gone(RuntimeException failure) {
    int code = Answered.code(failure);
    return code == 404 || code == 409;
  }

  private Outcome.OfRelease release(PodRef ref) {
    try {
      Pod deleted = deleteCall(ref, 0);
      var left = new ArrayList<>(deleted.getMetadata().getFinalizers());
      if (!left.remove(finalizer)) {
        return new Outcome.Released();
      }
      var patch =
          client
              .getKubernetesSerialization()
              .asJson(
                  Map.of(
                      "metadata",
                      Map.of(
                          "uid",
                          ref.uid(),
                          "resourceVersion",
                          deleted.getMetadata().getResourceVersion(),
                          "finalizers",
                          left)));
      client
          .pods()
          .inNamespace(ref.namespace())
          .withName(ref.name())
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
      return new Outcome.Released();
    } catch (RuntimeException e) {
      return switch (Answered.code(e)) {
        case 404 -> new Outcome.Missing();
        case 409 -> new Outcome.Changed();
        default -> new Outcome.Failed(Answered.message(e));
      };
    }
  }

  /** Says when the API server begins and ceases to answer. */
  private void heartbeat() {
    int failures = FAILURES_TOLERATED;
    String told = "";
    while (!closed) {
      try {
        String version = client.getKubernetesVersion().getGitVersion();
        failures = 0;
        if (!version.equals(told)) {
          tell(new DeskInput.Reached(version));
          told = version;
        }
      } catch (RuntimeException e) {
        failures++;
        if (failures >= FAILURES_TOLERATED && (failures == FAILURES_TOLERATED || !told.isEmpty())) {
          tell(new DeskInput.Unreached("the Kubernetes API: " + Answered.message(e)));
          told = "";
        }
      }
      try {
        Thread.sleep(HEARTBEAT_MS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    survey.close();
    threads.shutdownNow();
  }
}
