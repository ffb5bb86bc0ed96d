package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.StateName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every edge of {@code docs/job-states.md} is walked by a story, or said to be out of reach. */
class EdgeStoriesTest {

  /** An edge as the page has it. */
  record Edge(String from, String event, String to, String notes) {

    String name() {
      return from + " | " + event;
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static Stream<Edge> page() throws IOException {
    var file = Path.of(System.getProperty("repository.root", "..")).resolve("docs/job-states.md");
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| from"))
        .map(line -> line.split("\\|", -1))
        .map(c -> new Edge(c[1].strip(), c[2].strip(), c[3].strip(), c[4].strip()));
  }

  private static Story world() {
    return Story.begin().ready(0, 16);
  }

  private static JobMaker a() {
    return job("a").attempts(2).timeoutSeconds(60);
  }

  private static Story started() {
    return world().joins("n1", 1).submits(a());
  }

  private static final Map<String, Supplier<Story>> FROM = new LinkedHashMap<>();
  private static final Map<String, UnaryOperator<Story>> EVENTS = new LinkedHashMap<>();

  static {
    FROM.put("SUBMITTED", EdgeStoriesTest::world);
    FROM.put("PENDING", () -> world().submits(job("up"), a().after("up")).joins("n1", 1));
    FROM.put(
        "PENDING, cancelled",
        () -> world().submits(job("up"), a().after("up")).joins("n1", 1).cancels("a", "reason"));
    FROM.put("RUNNABLE", () -> world().submits(a()));
    FROM.put("STARTING", EdgeStoriesTest::started);
    FROM.put("STARTING, terminated", () -> started().terminates("a", "reason"));
    FROM.put("RUNNING", () -> started().runs("a"));
    FROM.put("RUNNING, last attempt", () -> started().runs("a").exits("a", 1).runs("a"));
    FROM.put("RUNNING, terminated", () -> started().runs("a").terminates("a", "reason"));

    EVENTS.put("arrived, nothing to wait for", s -> s.submits(a()));
    EVENTS.put("arrived, waits for another", s -> s.submits(job("up"), a().after("up")));
    EVENTS.put(
        "arrived, a dependency has FAILED",
        s -> s.remembers("up", false, Bits.NONE).submits(a().after("up")));
    EVENTS.put(
        "last dependency SUCCEEDED", s -> s.step(busy(s), s.exit("up", 0, "", false, false)));
    EVENTS.put("a dependency FAILED", s -> s.exits("up", 1));
    EVENTS.put("CancelJob", s -> s.cancels("a", "reason"));
    EVENTS.put("TerminateJob", s -> s.terminates("a", "reason"));
    EVENTS.put("queue deleted", s -> s.deleteQueue("q"));
    EVENTS.put(
        "its turn, and it cannot be dispatched",
        s -> world().submits(job("a").undispatchable("why")).joins("n1", 1));
    EVENTS.put("dispatched", s -> s.joins("n1", 1));
    EVENTS.put("containers run", s -> s.runs("a"));
    EVENTS.put("timeout", s -> s.passes(Duration.ofSeconds(61)));
    EVENTS.put("launch ended well", s -> s.exits("a"));
    EVENTS.put("launch failed", s -> s.step(busy(s), s.exit("a", 1, "Error", false, false)));
    EVENTS.put("host lost", s -> s.step(busy(s), s.exit("a", 1, "Error", true, false)));
    EVENTS.put(
        "kubelet refused it, or its node was stale",
        s -> s.endsBy("a", Evidence.ADMISSION_REFUSED));
    EVENTS.put(
        "ended by the timeout's Stop", s -> s.passes(Duration.ofSeconds(61)).stopped("a", 143));
    EVENTS.put("pod invalid", s -> s.endsBy("a", Evidence.INVALID_POD));
    EVENTS.put("ended by the user's Stop", s -> s.stopped("a", 143));
  }

  /** The node takes nothing new, so that a job that is RUNNABLE again can be seen to be. */
  private static Input busy(Story story) {
    var node = story.node("n1", "ce", true, 1, 0);
    return new Input.NodeSeen(
        node.cluster(),
        node.uid(),
        node.name(),
        node.instanceId(),
        node.environmentUuid(),
        true,
        false,
        node.capacity(),
        node.maxPods(),
        node.labels(),
        node.architecture());
  }

  /** What a timeout's Stop ends although the user wants the end too: he came second. */
  private static Story timedOutThenTerminated() {
    return started().runs("a").passes(Duration.ofSeconds(61)).terminates("a", "reason");
  }

  @ParameterizedTest
  @MethodSource("page")
  void edgeIsWalked(Edge edge) {
    var late = edge.name().equals("RUNNING, terminated | ended by the timeout's Stop");
    var before = late ? timedOutThenTerminated() : FROM.get(edge.from()).get();
    var stops = before.sent(Outgoing.StopLaunch.class).size();
    var story = late ? before.stopped("a", 143) : EVENTS.get(edge.event()).apply(before);
    assertThat(story.state("a").name()).isEqualTo(StateName.valueOf(edge.to()));
    notes(edge, story, stops);
  }

  private static void notes(Edge edge, Story story, int stops) {
    var state = story.state("a");
    if (edge.notes().endsWith("Stop is sent") || edge.notes().endsWith("Stop was sent")) {
      var sent = edge.notes().endsWith("Stop is sent") ? 1 : 0;
      assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(stops + sent);
    } else if (state instanceof JobState.Failed failed && !edge.event().equals("pod invalid")) {
      var instance = edge.notes().replace("i-0123", "i-n1").replace("`", "");
      assertThat(failed.reason()).isEqualTo(instance);
    } else if (state instanceof JobState.Runnable runnable) {
      assertThat(edge.notes()).startsWith("attempt " + runnable.nextAttempt());
      assertThat(runnable.front()).isEqualTo(edge.notes().contains("front"));
    }
  }

  @Test
  void everyWordOfThePageIsKnown() throws IOException {
    assertThat(page().map(Edge::from)).allMatch(FROM::containsKey);
    assertThat(page().map(Edge::event)).allMatch(EVENTS::containsKey);
    assertThat(List.copyOf(FROM.keySet())).allMatch(from -> pageHas(from));
  }

  private static boolean pageHas(String from) {
    try {
      return page().anyMatch(edge -> edge.from().equals(from));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
