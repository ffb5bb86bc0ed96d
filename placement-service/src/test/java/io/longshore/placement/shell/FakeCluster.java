package io.longshore.placement.shell;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.desk.Outcome;
import io.longshore.placement.core.desk.SimApi;
import io.longshore.placement.core.observe.ContainerSeen;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.core.pod.PodPlan;
import io.longshore.placement.shell.k8s.Cluster;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A cluster over {@link SimApi} that answers from threads of its own, or does not. */
final class FakeCluster implements Cluster {

  final SimApi api;
  private final Map<String, String> output = new ConcurrentHashMap<>();
  private final AtomicInteger loseBefore = new AtomicInteger();
  private final AtomicInteger loseAfter = new AtomicInteger();

  FakeCluster(Names names) {
    this.api = new SimApi(names);
  }

  /** The next creates get no answer and are not done. */
  void loseCreates(int count) {
    loseBefore.set(count);
  }

  /** The next creates are done, but get no answer. */
  void loseAnswers(int count) {
    loseAfter.set(count);
  }

  /** What the only container of a pod has written. */
  void writes(String pod, String text) {
    output.put(pod, text);
  }

  /** The plan's pod started and exited. */
  void runs(LaunchId launch, int exitCode) {
    api.run(launch.podName(), Instant.now());
    api.exit(launch.podName(), exitCode, Instant.now());
  }

  @Override
  public Session open(Consumer<DeskInput> desk) {
    return new FakeSession(desk);
  }

  @Override
  public List<String> containers(String namespace, String pod) {
    return api.pod(pod).stream()
        .flatMap(seen -> seen.status().containers().stream())
        .map(ContainerSeen::name)
        .toList();
  }

  @Override
  public Output output(String namespace, String pod, String container, Reading reading) {
    Optional<PodSeen> seen = api.pod(pod);
    if (seen.isEmpty()) {
      return new Output.Missing();
    }
    if (!seen.get().anyStarted()) {
      return new Output.NotStarted();
    }
    byte[] bytes = output.getOrDefault(pod, "").getBytes(StandardCharsets.UTF_8);
    return new Output.Bytes(new ByteArrayInputStream(bytes));
  }

  @Override
  public void close() {}

  private final class FakeSession implements Session {
    private final Consumer<DeskInput> desk;
    private final Consumer<DeskInput> watcher;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private volatile boolean closed;

    FakeSession(Consumer<DeskInput> desk) {
      this.desk = desk;
      this.watcher = this::tell;
      tell(new DeskInput.Reached("v1.34.0"));
    }

    private void tell(DeskInput input) {
      if (!closed) {
        desk.accept(input);
      }
    }

    @Override
    public void act(Action action) {
      try {
        threads.execute(() -> perform(action));
      } catch (RejectedExecutionException e) {
        // Closed meanwhile.
        return;
      }
    }

    private void perform(Action action) {
      switch (action) {
        case Action.Guard(var fence) -> tell(new DeskInput.FenceSaid(api.fence(fence)));
        case Action.Survey _ -> survey();
        case Action.Create(LaunchId id, PodPlan plan) ->
            tell(new DeskInput.CreateEnded(id, create(plan)));
        case Action.Look(LaunchId id, String _) ->
            tell(new DeskInput.LookEnded(id, api.look(id.podName())));
        case Action.LookAtNode(LaunchId id, String node) ->
            tell(new DeskInput.NodeLookEnded(id, api.lookAtNode(node)));
        case Action.ReadWarnings(String namespace) ->
            tell(new DeskInput.WarningsRead(namespace, List.of()));
        case Action.Delete(var ref, int grace) ->
            tell(new DeskInput.DeleteEnded(ref, api.delete(ref, grace, Instant.now())));
        case Action.Release(var ref) ->
            tell(new DeskInput.ReleaseEnded(ref, api.release(ref, Instant.now())));
        case Action.KeepLogs _ -> throw new IllegalArgumentException("not the cluster's");
      }
    }

    private Outcome.OfCreate create(PodPlan plan) {
      if (loseBefore.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        return new Outcome.Unanswered("lost on its way");
      }
      Outcome.OfCreate done = api.create(plan);
      return loseAfter.getAndUpdate(n -> Math.max(0, n - 1)) > 0
          ? new Outcome.Unanswered("answer lost")
          : done;
    }

    private void survey() {
      synchronized (api) {
        tell(new DeskInput.NodesListed(api.nodes()));
        tell(new DeskInput.ForeignListed(List.of()));
        tell(new DeskInput.DaemonsListed(List.of()));
        tell(new DeskInput.PodsListed(api.pods()));
        api.watch(watcher);
      }
    }

    @Override
    public void close() {
      closed = true;
      api.unwatch(watcher);
      threads.shutdown();
    }
  }
}
