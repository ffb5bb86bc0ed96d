package io.longshore.standalone.demo;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.stack.Endpoints;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The demonstration on a running stack, from the first environment to the last claim. */
final class Demo {

  private static final Duration ANNOUNCEMENT = Duration.ofSeconds(30);

  private final Endpoints endpoints;
  private final Path root;
  private final Path work;
  private final Announcer announcer;

  /**
   * Does nothing yet.
   *
   * @param root the checkout: its scripts are run, and its text is counted
   * @param work folder that the pipeline's stages share
   */
  Demo(Endpoints endpoints, Path root, Path work, Announcer announcer) {
    this.endpoints = endpoints;
    this.root = root;
    this.work = work;
    this.announcer = announcer;
  }

  /**
   * What came of it.
   *
   * @param result what the pipeline computed
   * @param claims what was promised, and whether it held
   * @param summary what it took
   */
  record Outcome(WordCount result, List<Claim> claims, Summary summary) {

    /** Whether everything held. */
    boolean good() {
      return claims.stream().allMatch(Claim::holds);
    }

    void print(PrintStream out) {
      out.println("\nThe pipeline's result, over this repository's own text:");
      result.lines().forEach(line -> out.println("  " + line));
      out.println("\nWhat was promised, checked against what was recorded:");
      claims.forEach(claim -> out.println("  " + claim));
    }
  }

  Outcome run() throws IOException {
    var world = new WorldControl(endpoints.aws());
    try (var recorder = new Recorder(endpoints.kafka());
        var api = new Api(endpoints.grpc())) {
      var fleet = prepare(api, recorder);
      var cargo = new Cargo(api, root, work);
      var direct = WordCount.direct(root);
      cargo.submitFirst();
      Producer.send(endpoints.kafka(), Cargo.produced());
      announcer.say("user", "the pipeline's split and the jobs beside it submitted");
      var crossing = new Crossing(api, cargo, recorder, world, announcer);
      crossing.sail();
      announcer.say("user", "every job has ended; instances go when they were idle long enough");
      var capacity = new CapacityClaims(world, fleet).check();
      var found = WordCount.read(work.resolve("result.json"));

      var claims = new ArrayList<Claim>();
      var changes = recorder.changes();
      claims.add(record(recorder));
      claims.addAll(new PipelineClaims(cargo, api, changes).check(found, direct));
      claims.add(PriorityClaim.check(changes, cargo.urgentIds()));
      claims.addAll(new EpisodeClaims(cargo, api, changes).check(crossing.interrupted()));
      claims.addAll(capacity);
      var summary = Summary.of(cargo.singles().size(), changes, world.instances());
      return new Outcome(found, List.copyOf(claims), summary);
    }
  }

  private Fleet prepare(Api api, Recorder recorder) {
    Wait.until(
        "placement-service to announce its cluster",
        ANNOUNCEMENT,
        () -> recorder.announcement(Stack.CLUSTER).isPresent(),
        () -> recorder.trouble().orElse("nothing was announced"));
    announcer.say("user", "cluster \"" + Stack.CLUSTER + "\" is announced");
    var fleet = new Fleet(api);
    fleet.createEnvironments();
    fleet.createQueues();
    new Definitions(api, root.resolve("examples/pipelines/wordcount")).register();
    announcer.say("user", "environments and queues are VALID, job definitions registered");
    return fleet;
  }

  private static Claim record(Recorder recorder) {
    return new Claim(
        "the record of job changes has no gap",
        recorder.trouble().isEmpty(),
        recorder.trouble().orElse(recorder.changes().size() + " changes"));
  }
}
