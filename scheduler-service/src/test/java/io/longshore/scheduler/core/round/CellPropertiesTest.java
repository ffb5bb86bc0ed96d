package io.longshore.scheduler.core.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random lives of a cell. The story compares memory with what recovery would load after every
 * round; here what docs/reliability.md promises is checked on everything that is sent.
 */
class CellPropertiesTest {
  private final Map<JobKey, Integer> lastLaunch = new HashMap<>();
  private final Set<JobKey> open = new HashSet<>();
  private int seen;

  @Property(tries = 300)
  void promisesHoldForRandomLives(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
    lastLaunch.clear();
    open.clear();
    seen = 0;
    var random = new Random(seed);
    var story = world(random);
    for (var i = 0; i < steps; i++) {
      turn(story, random, i);
      check(story);
    }
  }

  @Property(tries = 60)
  void everythingEndsOnceFaultsStop(@ForAll long seed) {
    var random = new Random(seed);
    var story = world(random);
    for (var i = 0; i < 25; i++) {
      turn(story, random, i);
    }
    finish(story);
    assertThat(story.cell.state().jobs.sortedJobs()).isEmpty();
    assertThat(story.cell.state().jobs.sortedArrays()).isEmpty();
    assertThat(story.rows.payloads).isEmpty();
  }

  @Property(tries = 50)
  void equalInputsGiveEqualSteps(@ForAll long seed) {
    var first = world(new Random(seed));
    var second = world(new Random(seed));
    var one = new Random(seed);
    var two = new Random(seed);
    for (var i = 0; i < 15; i++) {
      turn(first, one, i);
      turn(second, two, i);
    }
    assertThat(first.sent).isEqualTo(second.sent);
  }

  private static Story world(Random random) {
    var story = Story.begin().limits(l -> JobStoriesTest.small(l, 1 + random.nextInt(20)));
    story.environment("ce", random.nextInt(2) * 4, 40).queue("q", 1, "ce").queue("p", 2, "ce");
    return story;
  }

  private static void turn(Story story, Random random, int i) {
    switch (random.nextInt(10)) {
      case 0, 1 -> story.submits(randomJob(random, i));
      case 2 -> story.joins("n" + i, 1 + random.nextInt(8));
      case 3 -> story.takeover().passes(Duration.ofSeconds(random.nextInt(40)));
      case 4 -> host(story, random);
      case 5 -> wish(story, random, i);
      default -> launch(story, random);
    }
  }

  private static JobMaker randomJob(Random random, int i) {
    var name = "j" + i;
    var job = random.nextInt(3) == 0 ? JobMaker.array(name, 4) : JobMaker.job(name);
    job.cpus(0.5 + random.nextInt(4)).attempts(1 + random.nextInt(3));
    job.in(random.nextBoolean() ? "q" : "p");
    if (random.nextInt(3) == 0) {
      job.timeoutSeconds(60);
    }
    for (var d = 0; d < random.nextInt(3) && i > 0; d++) {
      job.after("j" + random.nextInt(i));
    }
    return job;
  }

  private static void host(Story story, Random random) {
    var slots = List.copyOf(story.cell.state().nodes.all());
    if (slots.isEmpty()) {
      return;
    }
    var node = slots.get(random.nextInt(slots.size())).node().name();
    switch (random.nextInt(5)) {
      case 0 -> story.interrupted(node);
      case 1 -> story.terminated(node);
      case 2 -> story.nodeGone(node);
      case 3 -> story.unready(node, 4);
      default -> story.joins(node, 1 + random.nextInt(8));
    }
  }

  private static void wish(Story story, Random random, int i) {
    var name =
        "j" + random.nextInt(i + 1) + (random.nextInt(3) == 0 ? ":" + random.nextInt(4) : "");
    if (random.nextBoolean()) {
      story.cancels(name, "no more");
    } else {
      story.terminates(name, "enough");
    }
  }

  private static void launch(Story story, Random random) {
    var live = List.copyOf(story.cell.state().launches().values());
    if (live.isEmpty()) {
      return;
    }
    var launch = live.get(random.nextInt(live.size()));
    if (!launch.holdsRoom()) {
      return;
    }
    var job = name(story, launch);
    switch (random.nextInt(7)) {
      case 0 -> story.starts(job);
      case 1, 2 -> story.runs(job);
      case 3 -> story.exits(job, random.nextInt(2));
      case 4 -> story.exits(job, 137);
      case 5 -> story.endsBy(job, Evidence.ADMISSION_REFUSED);
      default -> story.stopped(job, 143);
    }
  }

  private static String name(Story story, Launch launch) {
    for (var i = 0; i < 100; i++) {
      if (JobMaker.id("j" + i).equals(launch.id().job().id())) {
        return "j" + i + (launch.id().job().isChild() ? ":" + launch.id().job().index() : "");
      }
    }
    throw new AssertionError("launch of nobody in " + story + ": " + launch);
  }

  /** Instances come as wanted, every launch ends well, hosts that are to go go. */
  private static void finish(Story story) {
    for (var i = 0; i < 400 && !done(story); i++) {
      var state = story.cell.state();
      var inputs = new ArrayList<Input>();
      for (var instance : state.instances.all()) {
        if (instance.state().onItsWayOut()) {
          inputs.add(new Input.InstanceTerminated(instance.environment(), instance.id(), "end"));
        }
      }
      for (var launch : state.launches().values()) {
        if (launch.holdsRoom() && !(launch.state() instanceof LaunchState.Vanished)) {
          inputs.add(story.exit(name(story, launch), 0, "Completed", false, false));
        }
      }
      story.step(inputs);
      if (!story.demand("ce").waiting().isEmpty()) {
        story.joins("late" + i, 8);
      }
      story.passes(Duration.ofSeconds(61));
    }
  }

  private static boolean done(Story story) {
    var jobs = story.cell.state().jobs;
    return jobs.sortedJobs().isEmpty() && jobs.sortedArrays().isEmpty();
  }

  private void check(Story story) {
    for (; seen < story.sent.size(); seen++) {
      switch (story.sent.get(seen)) {
        case Outgoing.StartLaunch start -> started(story, start);
        case Outgoing.CloseLaunch close -> open.remove(close.launch().job());
        case Outgoing.JobMoved _,
            Outgoing.StopLaunch _,
            Outgoing.DemandStated _,
            Outgoing.DemandWithdrawn _ -> {}
      }
    }
    for (Slot slot : story.cell.state().nodes.all()) {
      assertThat(slot.reserved().vcpuMillis()).isGreaterThanOrEqualTo(0);
    }
  }

  private void started(Story story, Outgoing.StartLaunch start) {
    var job = start.launch().job();
    assertThat(open.add(job)).as("two launches of %s at once", job).isTrue();
    assertThat(start.launch().number()).isEqualTo(lastLaunch.getOrDefault(job, 0) + 1);
    lastLaunch.put(job, start.launch().number());
    var spec = story.cell.spec(job.id());
    if (spec != null) {
      assertThat(start.attempt()).isBetween(1, spec.retry().attempts());
      for (var dependency : spec.dependsOn()) {
        if (dependency instanceof Dependency.OnJob(var key)) {
          assertThat(story.rows.state(key)).isInstanceOf(JobState.Succeeded.class);
        }
      }
    }
  }

  /**
   * What different ends say at the same time commutes: whichever way a round's inputs are mixed,
   * each end's own in their order, the plan is the same.
   */
  @Property(tries = 100)
  void orderInWhichStreamsAreMixedGivesTheSamePlan(@ForAll long seed) {
    var random = new Random(seed);
    var plans = new HashSet<List<Outgoing>>();
    for (var mix = 0; mix < 4; mix++) {
      var story = Story.begin().environment("ce", 0, 40).queue("q", 1, "ce").queue("p", 2, "ce");
      story.joins("n0", 3).submits(JobMaker.job("x").attempts(2), JobMaker.job("y"));
      var now = story.now;
      var streams = streams(story, new Random(seed), now);
      story.passes(Duration.ofSeconds(1));
      var before = story.sent.size();
      story.step(mixed(streams, random));
      plans.add(plan(story.sent.subList(before, story.sent.size())));
    }
    assertThat(plans).hasSize(1);
  }

  /** What is sent, by destination: within one the order is kept, between them there is none. */
  private static List<Outgoing> plan(List<Outgoing> sent) {
    var plan = new ArrayList<Outgoing>();
    sent.stream().filter(Outgoing.ToCluster.class::isInstance).forEach(plan::add);
    sent.stream()
        .filter(m -> !(m instanceof Outgoing.ToCluster))
        .sorted(Comparator.comparing(CellPropertiesTest::subject))
        .forEach(plan::add);
    return plan;
  }

  private static String subject(Outgoing message) {
    return message instanceof Outgoing.JobMoved(var news) ? news.job().toString() : "~" + message;
  }

  private static List<List<Input>> streams(Story story, Random random, Instant now) {
    List<Input> commands = new ArrayList<>();
    for (var i = 0; i < 1 + random.nextInt(6); i++) {
      commands.add(randomJob(random, i).submission(now));
    }
    List<Input> nodes = new ArrayList<>();
    for (var i = 1; i <= 1 + random.nextInt(3); i++) {
      nodes.add(story.node("n" + i, "ce", true, 1 + random.nextInt(6), 0));
    }
    List<Input> launches = new ArrayList<>();
    launches.add(story.exit("x", random.nextInt(2), "Error", false, false));
    List<Input> capacity = new ArrayList<>();
    capacity.add(
        new Input.InstanceLaunched(
            new EnvironmentArn("ce"),
            "i-late",
            "m6i.large",
            "a",
            "on-demand",
            new Resources(2_000, 8L << 30, 0, Map.of())));
    return List.of(commands, nodes, launches, capacity);
  }

  private static List<Input> mixed(List<List<Input>> streams, Random random) {
    var rest = new ArrayList<List<Input>>();
    streams.forEach(stream -> rest.add(new ArrayList<>(stream)));
    var all = new ArrayList<Input>();
    while (!rest.isEmpty()) {
      all.add(rest.get(random.nextInt(rest.size())).removeFirst());
      rest.removeIf(List::isEmpty);
    }
    return all;
  }
}
