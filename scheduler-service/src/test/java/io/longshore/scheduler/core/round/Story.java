package io.longshore.scheduler.core.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.demand.EnvironmentDemand;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.job.ContainerStatus;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.Pod;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.StateName;
import io.longshore.scheduler.core.share.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cell told as a story. Each sentence is a round. After every round what recovery would load from
 * the stored rows is compared with what is in memory, and what was told of each job with what is
 * stored.
 */
final class Story {
  static final String CLUSTER = "c1";

  Limits limits = Limits.DEFAULTS;
  Cell cell = new Cell(limits);
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  final List<Outgoing> sent = new ArrayList<>();
  final Rows rows = new Rows();
  final Map<String, Long> told = new HashMap<>();
  private final Map<JobId, PastOutcome> past = new HashMap<>();
  private Step last =
      new Step(List.of(), List.of(), null, new Step.Summary(0, 0, 0, false, List.of(), List.of()));
  private long round;
  private long version;

  static Story begin() {
    return new Story();
  }

  Story limits(UnaryOperator<Limits> change) {
    limits = change.apply(limits);
    cell = new Cell(limits);
    return this;
  }

  /** A managed environment with these bounds, and a queue over it. */
  Story ready(int minVcpus, int maxVcpus) {
    return environment("ce", minVcpus, maxVcpus).queue("q", 1, "ce");
  }

  Story environment(String name, int minVcpus, int maxVcpus) {
    return step(new Input.EnvironmentEntry(env(name, true, true, minVcpus, maxVcpus)));
  }

  Story unmanaged(String name) {
    return step(new Input.EnvironmentEntry(env(name, false, true, 0, 0)));
  }

  Story disable(String name, int minVcpus, int maxVcpus) {
    return step(new Input.EnvironmentEntry(env(name, true, false, minVcpus, maxVcpus)));
  }

  Story deleteEnvironment(String name) {
    return step(new Input.EnvironmentEntry(env(name, true, false, 0, 0).delete(++version)));
  }

  private Environment env(String name, boolean managed, boolean enabled, int min, int max) {
    return new Environment(
        new EnvironmentArn(name),
        ++version,
        "uuid-" + name,
        "arn:" + CLUSTER,
        "ns",
        managed,
        enabled,
        true,
        min,
        max,
        null,
        false);
  }

  Story queue(String name, int priority, String... environments) {
    var order = Arrays.stream(environments).map(EnvironmentArn::new).toList();
    return step(
        new Input.QueueEntry(new Queue(new QueueArn(name), ++version, priority, order, false)));
  }

  Story deleteQueue(String name) {
    return step(new Input.QueueEntry(new Queue(new QueueArn(name), ++version, 0, List.of(), true)));
  }

  Story submits(JobMaker... jobs) {
    return step(Arrays.stream(jobs).map(j -> (Input) j.submission(now)).toList());
  }

  Story cancels(String job, String reason) {
    return step(new Input.Cancel(JobMaker.key(job), reason));
  }

  Story terminates(String job, String reason) {
    return step(new Input.Terminate(JobMaker.key(job), reason));
  }

  /** A past job, as the shell would fetch it. */
  Story remembers(String job, boolean succeeded, Bits children) {
    past.put(JobMaker.id(job), new PastOutcome(succeeded, children));
    return this;
  }

  /** A node with an instance of its own name joins, with plenty of memory. */
  Story joins(String node, double cpus) {
    return joins(node, "ce", cpus, 0);
  }

  Story joins(String node, String environment, double cpus, long gpus) {
    return step(node(node, environment, true, cpus, gpus));
  }

  Story unready(String node, double cpus) {
    return step(node(node, "ce", false, cpus, 0));
  }

  Input.NodeSeen node(String node, String environment, boolean ready, double cpus, long gpus) {
    return new Input.NodeSeen(
        CLUSTER,
        new NodeUid("uid-" + node),
        node,
        "i-" + node,
        "uuid-" + environment,
        ready,
        true,
        new Resources((long) (cpus * 1000), 64L << 30, gpus, Map.of()),
        110,
        Map.of("zone", "a"),
        "amd64");
  }

  /** The machine of n1 under another node object. */
  Input.NodeSeen anew(String environment, boolean ready) {
    var node = node("n1", environment, ready, 4, 0);
    return new Input.NodeSeen(
        node.cluster(),
        new NodeUid("uid-anew"),
        node.name(),
        node.instanceId(),
        node.environmentUuid(),
        ready,
        true,
        node.capacity(),
        node.maxPods(),
        node.labels(),
        node.architecture());
  }

  Story nodeGone(String node) {
    return step(new Input.NodeVanished(CLUSTER, new NodeUid("uid-" + node)));
  }

  Story launched(String node, int cpus) {
    return step(
        new Input.InstanceLaunched(
            new EnvironmentArn("ce"),
            "i-" + node,
            "m6i.large",
            "a",
            "on-demand",
            new Resources(cpus * 1000L, 64L << 30, 0, Map.of())));
  }

  Story terminated(String node) {
    return step(
        new Input.InstanceTerminated(new EnvironmentArn("ce"), "i-" + node, "user initiated"));
  }

  Story interrupted(String node) {
    return step(new Input.InstanceInterrupted(new EnvironmentArn("ce"), "i-" + node, "terminate"));
  }

  Story starts(String job) {
    return step(
        new Input.LaunchStarting(
            CLUSTER, active(job).id(), new Pod("p", "ns", "ContainerCreating", ""), List.of()));
  }

  Story runs(String... jobs) {
    var reports = new ArrayList<Input>();
    for (var job : jobs) {
      reports.add(
          new Input.LaunchRunning(
              CLUSTER, active(job).id(), new Pod("p", "ns", "", ""), List.of(), now));
    }
    return step(reports);
  }

  /** Kubernetes says a time that lies before the dispatch: it knows whole seconds only. */
  Story runsAndExitsBefore(String job, Duration before) {
    var launch = active(job).id();
    var pod = new Pod("p", "ns", "", "");
    var at = now.minus(before);
    var containers = List.of(new ContainerStatus("main", false, "", 0, "Completed", ""));
    var end =
        new LaunchEnd(
            Evidence.CONTAINERS_TERMINATED, at, at, containers, "Completed", "", false, false);
    return step(
        new Input.LaunchRunning(CLUSTER, launch, pod, List.of(), at),
        new Input.LaunchEnded(CLUSTER, launch, pod, end));
  }

  Story exits(String job, int code) {
    return step(exit(job, code, "Error", false, false));
  }

  Story exits(String... jobs) {
    return step(
        Arrays.stream(jobs).map(j -> (Input) exit(j, 0, "Completed", false, false)).toList());
  }

  Story stopped(String job, int code) {
    return step(exit(job, code, "Error", false, true));
  }

  Story evicted(String job, int code) {
    return step(exit(job, code, "Error", true, false));
  }

  Input.LaunchEnded exit(String job, int code, String reason, boolean host, boolean onRequest) {
    var container =
        new ContainerStatus("main", false, "", code, code == 0 ? "Completed" : reason, "");
    return ended(job, Evidence.CONTAINERS_TERMINATED, List.of(container), host, onRequest);
  }

  Story endsBy(String job, Evidence evidence) {
    return step(ended(job, evidence, List.of(), false, false));
  }

  private Input.LaunchEnded ended(
      String job, Evidence evidence, List<ContainerStatus> containers, boolean host, boolean stop) {
    var end = new LaunchEnd(evidence, null, now, containers, "why", "", host, stop);
    return new Input.LaunchEnded(CLUSTER, active(job).id(), new Pod("p", "ns", "", ""), end);
  }

  Story vanishes(String job) {
    return step(new Input.LaunchVanished(CLUSTER, active(job).id()));
  }

  Story passes(Duration time) {
    now = now.plus(time);
    return step();
  }

  /** Rounds until nothing is due any more at this time. */
  Story settles() {
    for (var i = 0; i < 1_000 && last.wakeAt() != null && !last.wakeAt().isAfter(now); i++) {
      step();
    }
    return this;
  }

  Story step(Input... inputs) {
    return step(List.of(inputs));
  }

  Story step(List<Input> inputs) {
    var needed = new HashMap<JobId, PastOutcome>();
    cell.needs(inputs).forEach(id -> needed.put(id, past.getOrDefault(id, rows.outcome(id))));
    last = cell.step(new Inputs(++round, inputs, needed, true), now);
    last.changes().forEach(rows::store);
    sent.addAll(last.messages());
    last.messages().forEach(this::checkVersion);
    assertThat(Fingerprint.of(rows.load(limits, now))).isEqualTo(Fingerprint.of(cell));
    return this;
  }

  /** Why a job is where it is, while every cluster is heard of. */
  Optional<Explanation> explain(String job) {
    return cell.explain(JobMaker.key(job), Set.of());
  }

  /** Another scheduler takes over. */
  Story takeover() {
    cell = rows.load(limits, now);
    return this;
  }

  Step last() {
    return last;
  }

  private void checkVersion(Outgoing message) {
    if (message instanceof Outgoing.JobMoved(var news)) {
      var key = news.job().toString();
      assertThat(news.version()).as("version of %s", key).isEqualTo(told.getOrDefault(key, 0L) + 1);
      told.put(key, news.version());
    }
  }

  Launch active(String job) {
    var launch = activeOrNull(job);
    assertThat(launch).as("launch of %s, which is %s", job, state(job)).isNotNull();
    return Objects.requireNonNull(launch);
  }

  @Nullable Launch activeOrNull(String job) {
    var found = cell.state().jobs.job(JobMaker.key(job));
    return found == null ? null : cell.state().launchOf(found);
  }

  JobState state(String job) {
    return rows.state(JobMaker.key(job));
  }

  Story expect(String job, StateName state) {
    assertThat(state(job).name()).as(job).isEqualTo(state);
    return this;
  }

  Story expectFailed(String job, String reason) {
    assertThat(state(job)).as(job).isInstanceOf(JobState.Failed.class);
    assertThat(((JobState.Failed) state(job)).reason()).isEqualTo(reason);
    return this;
  }

  Story expectOn(String job, String node) {
    assertThat(active(job).place().nodeName()).as(job).isEqualTo(node);
    return this;
  }

  Story expectAttempt(String job, int attempt, int launch) {
    assertThat(active(job).attempt()).isEqualTo(attempt);
    assertThat(active(job).id()).isEqualTo(new LaunchId(JobMaker.key(job), launch));
    return this;
  }

  Story expectInstance(String node, Class<? extends InstanceState> state) {
    var instance = cell.state().instances.get("i-" + node);
    assertThat(instance == null ? null : instance.state()).isInstanceOf(state);
    return this;
  }

  <T extends Outgoing> List<T> sent(Class<T> type) {
    return sent.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The last demand stated for the environment, once there was time to state it. */
  EnvironmentDemand demand(String environment) {
    passes(limits.demandEvery());
    return sent(Outgoing.DemandStated.class).stream()
        .map(Outgoing.DemandStated::demand)
        .filter(d -> d.environment().arn().equals(environment))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  List<JobNews> news(String job) {
    return sent(Outgoing.JobMoved.class).stream()
        .map(Outgoing.JobMoved::news)
        .filter(n -> n.job().equals(JobMaker.key(job)))
        .toList();
  }
}
