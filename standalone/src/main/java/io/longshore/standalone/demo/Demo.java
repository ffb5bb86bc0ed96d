package io.longshore.standalone.demo;

import io.longshore.standalone.demo.Claim.Finding;
import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.stack.Endpoints;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demonstration on a running stack, from the first environment to the last claim. */
final class Demo {

  private static final Duration ANNOUNCEMENT = Duration.ofSeconds(30);

  /** How long instances may outlive the last job: the idle delay, and what their end takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

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
   * @param result what the pipeline computed, as far as it came to that
   * @param claims what was promised, and whether it held
   * @param summary what it took
   */
  record Outcome(Optional<WordCount> result, List<Claim> claims, Summary summary) {

    /** Whether everything held. */
    boolean good() {
      return claims.stream().allMatch(Claim::holds);
    }

    void print(PrintStream out) {
      result.ifPresent(
          words -> {
            out.println("\nThe pipeline's result, over this repository's own text:");
            words.lines().forEach(line -> out.println("  " + line));
          });
      out.println("\nWhat was promised, checked against what was recorded:");
      claims.forEach(claim -> out.println("  " + claim));
    }
  }

  /** Does all of it; whatever goes wrong on the way is a claim that does not hold. */
  Outcome run() throws IOException {
    var direct = WordCount.direct(root);
    var world = new WorldControl(endpoints.aws());
    try (var recorder = new Recorder(endpoints.kafka());
        var api = new Api(endpoints.grpc())) {
      var fleet = new Fleet(api);
      var cargo = new Cargo(api, root, work);
      var crossing = new Crossing(api, cargo, recorder, world, announcer);
      var claims = new ArrayList<Claim>();
      claims.add(
          Claim.of(
              "cluster, environments, queues and definitions are ready for jobs",
              () -> prepare(api, recorder, fleet)));
      if (claims.getFirst().holds()) {
        claims.add(Claim.of("every job has ended", () -> sail(cargo, crossing)));
        announcer.say("user", "instances go when they were idle long enough");
      }
      var capacity =
          new CapacityClaims(world::instances, fleet::environments, Clock.systemUTC())
              .check(recorder::changes, PATIENCE);
      var changes = recorder.changes();
      var found = found();
      claims.add(record(recorder));
      claims.addAll(
          Claim.all(
              "the pipeline gave the right answer, each stage in its turn",
              () ->
                  new PipelineClaims(cargo, api.describe(cargo.singles()), changes)
                      .check(found, direct)));
      claims.add(
          Claim.of(PriorityClaim.WHAT, () -> PriorityClaim.check(changes, cargo.urgentIds())));
      claims.addAll(
          new EpisodeClaims(name -> api.describe(cargo.id(name)), changes)
              .check(crossing.interrupted()));
      claims.addAll(capacity);
      var summary = Summary.of(cargo.singles().size(), changes, world.instances());
      return new Outcome(found, List.copyOf(claims), summary);
    }
  }

  private Finding prepare(Api api, Recorder recorder, Fleet fleet) {
    Wait.until(
        "placement-service to announce its cluster",
        ANNOUNCEMENT,
        () -> recorder.announcement(Stack.CLUSTER).isPresent(),
        () -> recorder.trouble().orElse("nothing was announced"));
    announcer.say("user", "cluster \"" + Stack.CLUSTER + "\" is announced");
    fleet.createEnvironments();
    fleet.createQueues();
    new Definitions(api, root.resolve("examples/pipelines/wordcount")).register();
    announcer.say("user", "environments and queues are VALID, job definitions registered");
    return new Finding(true, "announced, VALID and registered");
  }

  private Finding sail(Cargo cargo, Crossing crossing) {
    cargo.submitFirst();
    Producer.send(endpoints.kafka(), Cargo.produced());
    announcer.say("user", "the pipeline's split and the jobs beside it submitted");
    var found = crossing.sail();
    announcer.say("user", found.holds() ? "every job has ended" : "not every job has ended");
    return found;
  }

  /** What the pipeline wrote, as far as it can be read. */
  private Optional<WordCount> found() {
    var file = work.resolve("result.json");
    try {
      return Files.exists(file) ? Optional.of(WordCount.read(file)) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      announcer.say("user", file + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Claim record(Recorder recorder) {
    return new Claim(
        "the record of job changes has no gap",
        recorder.trouble().isEmpty(),
        recorder.trouble().orElse(recorder.changes().size() + " changes"));
  }
}
