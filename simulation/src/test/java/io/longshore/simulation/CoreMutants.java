package io.longshore.simulation;

import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.core.reconcile.ActionResult;
import io.longshore.capacity.core.reconcile.CapacityCell;
import io.longshore.capacity.core.reconcile.Look;
import io.longshore.capacity.core.reconcile.Seen;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.pod.PodPlan;
import io.longshore.scheduler.core.demand.EnvironmentDemand;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.job.ContainerStatus;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.Pod;
import io.longshore.scheduler.core.round.Change;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.core.round.Outgoing;
import io.longshore.scheduler.core.round.Step;
import io.longshore.simulation.cluster.ClusterSession;
import io.longshore.simulation.cluster.SimCluster;
import io.longshore.simulation.service.CapacityProgram;
import io.longshore.simulation.service.PlacementProgram;
import io.longshore.simulation.service.SchedulerProgram;
import io.longshore.simulation.time.Host;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Classic mistakes of judgement, made at the cores' borders. */
final class CoreMutants {

  private CoreMutants() {}

  /** A scheduler that hears otherwise. */
  static Seams hears(Function<Input, List<Input>> other) {
    return new Seams() {
      @Override
      public SchedulerProgram scheduler(BiConsumer<List<Change>, Instant> watch) {
        return new SchedulerProgram(Settings.limits(), watch) {
          @Override
          protected List<Input> arrived(List<Input> inputs) {
            return inputs.stream().flatMap(input -> other.apply(input).stream()).toList();
          }
        };
      }
    };
  }

  /** A scheduler that remembers otherwise after a restart. */
  static Seams remembers(UnaryOperator<Change> other) {
    return new Seams() {
      @Override
      public SchedulerProgram scheduler(BiConsumer<List<Change>, Instant> watch) {
        return new SchedulerProgram(Settings.limits(), watch) {
          @Override
          protected Change loaded(Change change) {
            return other.apply(change);
          }
        };
      }
    };
  }

  /** A scheduler that says otherwise. */
  static Seams says(UnaryOperator<Step> other) {
    return new Seams() {
      @Override
      public SchedulerProgram scheduler(BiConsumer<List<Change>, Instant> watch) {
        return new SchedulerProgram(Settings.limits(), watch) {
          @Override
          protected Step decided(Step step) {
            return other.apply(step);
          }
        };
      }
    };
  }

  private static Input ended(String cluster, LaunchId launch) {
    var container = new ContainerStatus("default", false, "", 1, "Error", "");
    var end =
        new LaunchEnd(
            Evidence.CONTAINERS_TERMINATED,
            null,
            Instant.EPOCH,
            List.of(container),
            "",
            "",
            false,
            false);
    return new Input.LaunchEnded(cluster, launch, Pod.UNKNOWN, end);
  }

  /** A pod that is gone counts as ended, without evidence. */
  static Seams vanishedIsEnded() {
    return hears(
        input ->
            input instanceof Input.LaunchVanished(var cluster, var launch)
                ? List.of(ended(cluster, launch))
                : List.of(input));
  }

  /** A node that is not ready counts as dead. */
  static Seams notReadyIsDead() {
    return hears(
        input ->
            input instanceof Input.NodeSeen seen && !seen.ready()
                ? List.of(input, lost(seen.uid()))
                : List.of(input));
  }

  private static Input lost(NodeUid uid) {
    return new Input.DeclareLost(Settings.CLUSTER, new Input.Lost.ByUid(uid), "not ready");
  }

  /** A node's room comes back with the job's state: a terminated job's launch counts as over. */
  static Seams roomWithTheJobsState() {
    return hears(
        input ->
            input instanceof Input.Terminate(var job, var _)
                ? List.of(input, ended(Settings.CLUSTER, new LaunchId(job, 1)))
                : List.of(input));
  }

  /** A node has twice the room that it says. */
  static Seams roomTwice() {
    return hears(
        input ->
            input instanceof Input.NodeSeen n
                ? List.of(
                    new Input.NodeSeen(
                        n.cluster(),
                        n.uid(),
                        n.name(),
                        n.instanceId(),
                        n.environmentUuid(),
                        n.ready(),
                        n.schedulable(),
                        n.capacity().plus(new Resources(4_000, 8L << 30, 0, Map.of())),
                        n.maxPods(),
                        n.labels(),
                        n.architecture()))
                : List.of(input));
  }

  private static Job in(Job job, int attempt, JobState state) {
    return new Job(
        job.key(), job.spec(), job.version(), attempt, job.launches(), state, job.wish(), false);
  }

  /** A dependency's edge is lost on a restart. */
  static Seams loseEdgesOnRestart() {
    return remembers(
        change ->
            change instanceof Change.JobPut(var job)
                    && job.state() instanceof JobState.Pending(var since, var _)
                    && !job.key().isChild()
                ? new Change.JobPut(in(job, job.attempt(), new JobState.Runnable(since, 1, false)))
                : change);
  }

  /** An attempt is not counted over a restart. */
  static Seams forgetAttemptsOnRestart() {
    return remembers(
        change ->
            change instanceof Change.JobPut(var job) && job.attempt() > 0 && !job.ended()
                ? new Change.JobPut(
                    in(
                        job,
                        0,
                        job.state() instanceof JobState.Runnable(var since, var _, var front)
                            ? new JobState.Runnable(since, 1, front)
                            : job.state()))
                : change);
  }

  /** Who waits the longest is forgotten over a restart: all wait since the same time, backwards. */
  static Seams forgetOrderOnRestart() {
    return remembers(
        change ->
            change instanceof Change.JobPut(var job)
                    && job.state() instanceof JobState.Runnable(var since, var next, var _)
                ? new Change.JobPut(
                    in(
                        job,
                        job.attempt(),
                        new JobState.Runnable(
                            Instant.EPOCH.plusSeconds(4_000_000_000L - since.getEpochSecond()),
                            next,
                            false)))
                : change);
  }

  /** Launches are closed as soon as they run, before any end is stored. */
  static Seams closeBeforeTheEnd() {
    return says(
        step -> {
          var messages = new ArrayList<>(step.messages());
          for (Change change : step.changes()) {
            if (change instanceof Change.LaunchPut(var launch)
                && launch.state() instanceof LaunchState.Running) {
              messages.add(new Outgoing.CloseLaunch(launch.place().cluster(), launch.id()));
            }
          }
          return new Step(step.changes(), messages, step.wakeAt(), step.summary());
        });
  }

  /** A launch's end is not told to placement: its pod stays. */
  static Seams neverClose() {
    return says(
        step ->
            new Step(
                step.changes(),
                step.messages().stream()
                    .filter(m -> !(m instanceof Outgoing.CloseLaunch) || m.hashCode() % 8 != 0)
                    .toList(),
                step.wakeAt(),
                step.summary()));
  }

  private static Seams demands(UnaryOperator<EnvironmentDemand> other) {
    return says(
        step ->
            new Step(
                step.changes(),
                step.messages().stream()
                    .map(
                        m ->
                            m instanceof Outgoing.DemandStated(var demand)
                                ? new Outgoing.DemandStated(other.apply(demand))
                                : m)
                    .toList(),
                step.wakeAt(),
                step.summary()));
  }

  /** The maximum is counted twice. */
  static Seams maximumTwice() {
    return demands(
        d ->
            new EnvironmentDemand(
                d.environment(),
                d.registryVersion(),
                d.minimumVcpus(),
                d.maximumVcpus() * 2,
                d.waiting(),
                d.usable(),
                d.released(),
                d.lost()));
  }

  /** A release is said once and not again until the end. */
  static Seams forgetReleases() {
    return demands(
        d ->
            new EnvironmentDemand(
                d.environment(),
                d.registryVersion(),
                d.minimumVcpus(),
                d.maximumVcpus(),
                d.waiting(),
                d.usable(),
                List.of(),
                d.lost()));
  }

  /** Capacity-service ends instances that nobody has released. */
  static Seams endWithoutRelease() {
    return new Seams() {
      @Override
      public CapacityProgram capacity(CapacityProgram.Door door) {
        return new CapacityProgram(Settings.RULES, door) {
          @Override
          protected CapacityCell.Output decided(CapacityCell.Output out) {
            var todos = new ArrayList<>(out.actions());
            for (var change : out.changes()) {
              if (change
                  instanceof
                  io.longshore.capacity.core.reconcile.Change.InstancePut(var instance)) {
                var end = new Action.EndInstance(instance.id(), "", false);
                todos.add(new CapacityCell.Todo(instance.environmentArn(), List.of(end)));
              }
            }
            return new CapacityCell.Output(
                out.changes(), out.reports(), out.conditions(), todos, out.verdicts());
          }
        };
      }
    };
  }

  /** An instance that is shutting down counts as terminated. */
  static Seams shuttingDownIsTerminated() {
    return new Seams() {
      @Override
      public CapacityProgram capacity(CapacityProgram.Door door) {
        return super.capacity(new Hasty(door));
      }
    };
  }

  private record Hasty(CapacityProgram.Door door) implements CapacityProgram.Door {
    @Override
    public void look(Look look, Consumer<Optional<Seen>> then) {
      door.look(look, seen -> then.accept(seen.map(Hasty::hasty)));
    }

    private static Seen hasty(Seen seen) {
      var instances =
          seen.instances().stream()
              .map(
                  i ->
                      i.state() != Seen.State.SHUTTING_DOWN
                          ? i
                          : new Seen.Instance(
                              i.id(),
                              i.environmentUuid(),
                              i.type(),
                              i.zone(),
                              i.market(),
                              Seen.State.TERMINATED,
                              i.launchedAt(),
                              i.stateReason(),
                              i.content()))
              .toList();
      return new Seen(instances, seen.groups(), seen.templates(), seen.failures());
    }

    @Override
    public void act(
        String environment, Action action, Consumer<Optional<ActionResult.Failure>> then) {
      door.act(environment, action, then);
    }

    @Override
    public List<io.longshore.capacity.core.InstanceType> types() {
      return door.types();
    }

    @Override
    public List<io.longshore.capacity.core.interrupt.Event> receive() {
      return door.receive();
    }

    @Override
    public void delete(List<String> receipts) {
      door.delete(receipts);
    }
  }

  private static Seams sends(UnaryOperator<PodPlan> other) {
    return new Seams() {
      @Override
      public PlacementProgram.Session session(
          SimCluster cluster, Host host, Consumer<DeskInput> desk) {
        return new ClusterSession(cluster, host, desk) {
          @Override
          protected PodPlan planned(PodPlan plan) {
            return other.apply(plan);
          }
        };
      }
    };
  }

  private static PodPlan with(PodPlan p, Map<String, String> labels) {
    return new PodPlan(
        p.namespace(),
        p.name(),
        labels,
        p.annotations(),
        p.finalizers(),
        p.nodeName(),
        p.nodeSelector(),
        p.tolerations(),
        p.hostNetwork(),
        p.dnsPolicy(),
        p.serviceAccount(),
        p.pullSecrets(),
        p.shareProcessNamespace(),
        p.security(),
        p.terminationGraceSeconds(),
        p.initContainers(),
        p.containers(),
        p.volumes());
  }

  /** Pods do not say which node they were meant for. */
  static Seams noLabels() {
    return sends(
        plan -> {
          var labels = new HashMap<>(plan.labels());
          labels.remove("batch.longshore.io/node-uid");
          return with(plan, labels);
        });
  }
}
