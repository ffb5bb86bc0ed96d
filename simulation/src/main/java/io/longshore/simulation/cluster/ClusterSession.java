package io.longshore.simulation.cluster;

import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.desk.Outcome;
import io.longshore.placement.core.fence.FenceAction;
import io.longshore.placement.core.fence.FenceEvent;
import io.longshore.placement.core.pod.PodPlan;
import io.longshore.simulation.Faults;
import io.longshore.simulation.service.PlacementProgram;
import io.longshore.simulation.time.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One ownership's dealings with the API server, as placement's KubeSession: calls that take their
 * time, fail or are done and not answered; watches that lag, break and list anew. A call that was
 * sent arrives, whatever has become of its sender.
 */
public class ClusterSession implements PlacementProgram.Session {

  private static final long HEARTBEAT = 5_000;
  private static final long RELIST = 600_000;
  private static final int TOLERATED = 2;

  private final SimCluster cluster;
  private final Host host;
  private final Consumer<DeskInput> desk;
  private final List<Sight> sights = new ArrayList<>();
  private boolean closed;
  private int failures = TOLERATED;
  private boolean reached;

  /** One kind of object, kept in sight. */
  private final class Sight {
    final Consumer<DeskInput> watcher = this::event;
    final Supplier<DeskInput> list;
    final Class<?>[] kinds;
    boolean open;
    long lastAt;

    Sight(Supplier<DeskInput> list, Class<?>... kinds) {
      this.list = list;
      this.kinds = kinds;
    }

    void start() {
      cluster.watch(watcher);
      list();
      again();
    }

    private void again() {
      host.in(
          RELIST,
          () -> {
            if (!closed) {
              list();
              again();
            }
          });
    }

    void list() {
      if (closed) {
        return;
      }
      if (cluster.down()) {
        open = false;
        host.in(cluster.dice.between(200, 10_000), this::list);
        return;
      }
      open = true;
      deliver(list.get(), cluster.dice.between(5, 80));
    }

    private void event(DeskInput what) {
      boolean ours = false;
      for (Class<?> kind : kinds) {
        ours |= kind.isInstance(what);
      }
      if (!ours || !open) {
        return;
      }
      boolean broken =
          cluster.down() || (cluster.faults.on(Faults.Kind.API) && cluster.dice.once(800));
      if (broken) {
        open = false;
        host.in(cluster.dice.between(200, 5_000), this::list);
        return;
      }
      boolean late = cluster.faults.on(Faults.Kind.API) && cluster.dice.once(400);
      deliver(what, late ? cluster.dice.between(500, 8_000) : cluster.dice.between(2, 30));
    }

    /** In order, however late. */
    private void deliver(DeskInput what, long lag) {
      lastAt = Math.max(lastAt, cluster.agenda.now() + lag);
      host.in(lastAt - cluster.agenda.now(), () -> tell(what));
    }
  }

  /** Begins dealings. */
  public ClusterSession(SimCluster cluster, Host host, Consumer<DeskInput> desk) {
    this.cluster = cluster;
    this.host = host;
    this.desk = desk;
    host.in(1, this::heartbeat);
  }

  private void tell(DeskInput input) {
    if (!closed) {
      desk.accept(input);
    }
  }

  private void heartbeat() {
    if (closed) {
      return;
    }
    host.in(HEARTBEAT, this::heartbeat);
    if (!cluster.down()) {
      failures = 0;
      if (!reached) {
        reached = true;
        tell(new DeskInput.Reached("v1.33.0"));
      }
      return;
    }
    failures++;
    if (failures >= TOLERATED && (failures == TOLERATED || reached)) {
      reached = false;
      tell(new DeskInput.Unreached("the Kubernetes API: no answer"));
    }
  }

  @Override
  public void act(Action action) {
    switch (action) {
      case Action.Guard(var what) ->
          call(
              () -> new DeskInput.FenceSaid(fence(what)),
              () -> new DeskInput.FenceSaid(new FenceEvent.Failed("no answer")));
      case Action.Survey _ -> survey();
      case Action.Create create -> create(create);
      case Action.Look(var launch, var _) ->
          call(
              () -> {
                var pod = cluster.pod(launch.podName());
                return new DeskInput.LookEnded(
                    launch, pod == null ? new Outcome.Missing() : new Outcome.Done(pod.seen()));
              },
              () -> new DeskInput.LookEnded(launch, new Outcome.Failed("no answer")));
      case Action.LookAtNode(var launch, var node) ->
          call(
              () -> {
                var machine = cluster.node(node);
                return new DeskInput.NodeLookEnded(
                    launch, machine == null ? "" : cluster.seen(machine).uid());
              },
              () -> new DeskInput.NodeLookFailed(launch, "no answer"));
      case Action.ReadWarnings(var namespace) -> {
        // This cluster writes no events.
        Supplier<DeskInput> none = () -> new DeskInput.WarningsRead(namespace, List.of());
        call(none, none);
      }
      case Action.Delete delete -> delete(delete);
      case Action.Release release -> release(release);
      case Action.KeepLogs _ -> throw new IllegalArgumentException("kept by the loop");
    }
  }

  /** Sends a call; {@code failed} is what is known where nothing comes back. */
  private void call(Supplier<DeskInput> done, Supplier<DeskInput> failed) {
    cluster.agenda.in(
        latency(),
        () -> {
          boolean faulty = cluster.faults.on(Faults.Kind.API);
          if (cluster.down() || (faulty && cluster.dice.once(60))) {
            answer(failed.get(), cluster.dice.between(20, 2_000));
            return;
          }
          var answer = done.get();
          boolean lost = faulty && cluster.dice.once(100);
          answer(lost ? failed.get() : answer, lost ? cluster.dice.between(500, 10_000) : 2);
        });
  }

  private long latency() {
    boolean slow = cluster.faults.on(Faults.Kind.API) && cluster.dice.once(100);
    return slow ? cluster.dice.between(100, 3_000) : cluster.dice.between(2, 15);
  }

  private void answer(DeskInput input, long delay) {
    host.in(delay, () -> tell(input));
  }

  private void create(Action.Create create) {
    cluster.agenda.in(
        latency(),
        () -> {
          boolean faulty = cluster.faults.on(Faults.Kind.API);
          if (cluster.down() || (faulty && cluster.dice.once(100))) {
            Outcome.OfCreate outcome =
                cluster.dice.once(2)
                    ? new Outcome.NotSent("connection refused")
                    : new Outcome.Later("TooManyRequests", "slow down");
            answer(new DeskInput.CreateEnded(create.launch(), outcome), 20);
            return;
          }
          Outcome.OfCreate outcome = cluster.create(planned(create.plan()));
          if (faulty && cluster.dice.once(100)) {
            outcome = new Outcome.Unanswered("timeout");
          }
          answer(
              new DeskInput.CreateEnded(create.launch(), outcome),
              outcome instanceof Outcome.Unanswered ? cluster.dice.between(500, 10_000) : 2);
        });
  }

  private void delete(Action.Delete delete) {
    call(
        () -> {
          var pod = cluster.pod(delete.pod());
          if (pod == null) {
            return new DeskInput.DeleteEnded(delete.pod(), new Outcome.Missing());
          }
          cluster.delete(pod, delete.graceSeconds());
          return new DeskInput.DeleteEnded(delete.pod(), new Outcome.Done(pod.seen()));
        },
        () -> new DeskInput.DeleteEnded(delete.pod(), new Outcome.Failed("no answer")));
  }

  private void release(Action.Release release) {
    call(
        () -> {
          var pod = cluster.pod(release.pod());
          if (pod == null) {
            return new DeskInput.ReleaseEnded(release.pod(), new Outcome.Missing());
          }
          cluster.delete(pod, 0);
          if (cluster.faults.on(Faults.Kind.API) && cluster.dice.once(50)) {
            return new DeskInput.ReleaseEnded(release.pod(), new Outcome.Changed());
          }
          cluster.release(pod, cluster.names.finalizer());
          return new DeskInput.ReleaseEnded(release.pod(), new Outcome.Released());
        },
        () -> new DeskInput.ReleaseEnded(release.pod(), new Outcome.Failed("no answer")));
  }

  /** The pod as it is sent. */
  protected PodPlan planned(PodPlan plan) {
    return plan;
  }

  /** Asks about the fence. */
  protected FenceEvent fence(FenceAction action) {
    return switch (action) {
      case FenceAction.ReadFence _ ->
          new FenceEvent.Read(
              cluster.fence(), cluster.fence() == 0 ? null : cluster.fenceVersion());
      case FenceAction.RaiseFence(long to, var version) ->
          cluster.raise(to, version) ? new FenceEvent.Raised(to) : new FenceEvent.Overtaken();
      case FenceAction.ProbeFence(long epoch) -> {
        if (cluster.admits(epoch - 1)) {
          yield new FenceEvent.Leaks("the old epoch is accepted");
        }
        yield cluster.admits(epoch)
            ? new FenceEvent.Holds()
            : new FenceEvent.Leaks("the fence refuses its own epoch");
      }
    };
  }

  private void survey() {
    sights.add(new Sight(cluster::listPods, DeskInput.PodChanged.class, DeskInput.PodGone.class));
    sights.add(
        new Sight(cluster::listNodes, DeskInput.NodeChanged.class, DeskInput.NodeGone.class));
    sights.add(
        new Sight(
            cluster::listForeign, DeskInput.ForeignChanged.class, DeskInput.ForeignGone.class));
    sights.add(new Sight(SimCluster::listDaemons));
    sights.forEach(Sight::start);
  }

  @Override
  public void close() {
    closed = true;
    sights.forEach(sight -> cluster.unwatch(sight.watcher));
  }
}
