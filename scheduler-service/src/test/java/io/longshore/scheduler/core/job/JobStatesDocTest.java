package io.longshore.scheduler.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Renders {@code docs/job-states.md} from the lifecycle; {@code -Dgolden.update} rewrites it. */
class JobStatesDocTest {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = THEN.plusSeconds(1);
  private static final Wish CANCEL = new Wish(Wish.Kind.CANCEL, "reason");
  private static final Wish TERMINATE = new Wish(Wish.Kind.TERMINATE, "reason");
  private static final Wish DELETED = new Wish(Wish.Kind.QUEUE_DELETED, "JobQueue deleted");

  @Test
  void tableIsWhatTheLifecycleDoes() throws IOException {
    var root = Path.of(System.getProperty("repository.root", ".."));
    var file = root.resolve("docs/job-states.md");
    var rendered = render();
    if (System.getProperty("golden.update") != null) {
      Files.writeString(file, rendered);
    }
    assertThat(file).hasContent(rendered);
  }

  private static String render() {
    var text = new StringBuilder();
    text.append(
        """
        # The states of a job

        Rendered from `JobLifecycle` by `JobStatesDocTest`, which fails when this page and the code differ
        (`-Dgolden.update` rewrites it). An array's parent is PENDING until all its children have ended;
        everything below holds for single jobs and for array children.

        | from | event | to | notes |
        |---|---|---|---|
        """);
    for (var job : jobs().entrySet()) {
      for (var event : events().entrySet()) {
        if (canBe(job.getValue(), event.getValue())) {
          row(text, job.getKey(), job.getValue(), event.getKey(), event.getValue());
        }
      }
    }
    text.append("\nWhatever is not listed does nothing, and the log says why.\n");
    return text.toString();
  }

  /**
   * The lifecycle is total; what cannot come to a job in that state is no behaviour to describe.
   */
  private static boolean canBe(Job job, JobEvent event) {
    var running = job.state() instanceof JobState.Running;
    var stops = job.wish().stops();
    return switch (event) {
      // Timeouts run from RUNNING, and no second Stop is sent.
      case JobEvent.TimedOut _ -> running && !stops;
      case JobEvent.Judged(var _, var verdict) ->
          switch (verdict) {
            case Verdict.Stopped _ -> stops;
            // Before any container ran; and a launch with a Stop ends by it.
            case Verdict.Misjudged _ -> !running && !stops;
            case Verdict.Hopeless(var reason) -> reason.equals(StatusReasons.TIMEOUT) == running;
            case Verdict.Well _, Verdict.Failed _ -> true;
          };
      case JobEvent.Arrived _,
          JobEvent.DependencyEnded _,
          JobEvent.Wished _,
          JobEvent.Undispatchable _,
          JobEvent.Dispatched _,
          JobEvent.ContainersRun _ ->
          true;
    };
  }

  private static void row(StringBuilder text, String from, Job job, String name, JobEvent event) {
    switch (JobLifecycle.on(job, event, NOW)) {
      case Outcome.Moved(var next) ->
          text.append(
              "| %s | %s | %s | %s |\n".formatted(from, name, next.state().name(), notes(next)));
      case Outcome.Noted(var next, var stop) ->
          text.append(
              "| %s | %s | %s | %s |\n"
                  .formatted(from, name, next.state().name(), stop(job, stop)));
      case Outcome.Ignored _ -> {}
    }
  }

  private static String stop(Job job, Stop.@Nullable Cause stop) {
    if (stop == null) {
      return "noted";
    }
    return job.wish().stops() ? "noted; Stop was sent" : "Stop is sent";
  }

  private static String notes(Job next) {
    return switch (next.state()) {
      case JobState.Failed f -> "`" + f.reason() + "`";
      case JobState.Runnable r when r.front() ->
          "attempt " + r.nextAttempt() + ", at the front of its queue";
      case JobState.Runnable r -> "attempt " + r.nextAttempt();
      case JobState.Submitted _,
          JobState.Pending _,
          JobState.Starting _,
          JobState.Running _,
          JobState.Succeeded _ ->
          "";
    };
  }

  private static Map<String, Job> jobs() {
    var jobs = new LinkedHashMap<String, Job>();
    jobs.put("SUBMITTED", job(0, 0, new JobState.Submitted(THEN)));
    jobs.put("PENDING", job(0, 0, new JobState.Pending(THEN, 1)));
    jobs.put("PENDING, cancelled", job(0, 0, new JobState.Pending(THEN, 1)).wishing(CANCEL));
    jobs.put("RUNNABLE", job(0, 0, new JobState.Runnable(THEN, 1, false)));
    jobs.put("STARTING", job(1, 1, new JobState.Starting(THEN, 1, THEN)));
    jobs.put(
        "STARTING, terminated", job(1, 1, new JobState.Starting(THEN, 1, THEN)).wishing(TERMINATE));
    jobs.put("RUNNING", job(1, 1, new JobState.Running(THEN, 1, THEN)));
    jobs.put("RUNNING, last attempt", job(2, 2, new JobState.Running(THEN, 1, THEN)));
    jobs.put(
        "RUNNING, terminated", job(1, 1, new JobState.Running(THEN, 1, THEN)).wishing(TERMINATE));
    jobs.put("SUCCEEDED", job(1, 1, new JobState.Succeeded(THEN)));
    jobs.put("FAILED", job(1, 1, new JobState.Failed(THEN, "x", JobState.EndedBy.ITSELF)));
    return jobs;
  }

  private static Job job(int attempt, int launches, JobState state) {
    var shape = new Shape(new Resources(1000, 1, 0, Map.of()), "", Map.of());
    var spec =
        new JobSpec(
            new QueueArn("q"),
            1,
            THEN,
            shape,
            new RetryRules(2, List.of()),
            null,
            List.of(),
            0,
            null);
    var key = JobKey.whole(new JobId(new UUID(0, 1)));
    return new Job(key, spec, 1, attempt, launches, state, Wish.NONE, false);
  }

  private static Map<String, JobEvent> events() {
    var failed = new Verdict.Failed(StatusReasons.CONTAINER_EXITED, List.of());
    var lost = new Verdict.Failed(StatusReasons.hostLost(launch()), List.of());
    var events = new LinkedHashMap<String, JobEvent>();
    events.put("arrived, nothing to wait for", new JobEvent.Arrived(0, false));
    events.put("arrived, waits for another", new JobEvent.Arrived(1, false));
    events.put("arrived, a dependency has FAILED", new JobEvent.Arrived(0, true));
    events.put("last dependency SUCCEEDED", new JobEvent.DependencyEnded(0, true));
    events.put("a dependency FAILED", new JobEvent.DependencyEnded(0, false));
    events.put("CancelJob", new JobEvent.Wished(CANCEL));
    events.put("TerminateJob", new JobEvent.Wished(TERMINATE));
    events.put("queue deleted", new JobEvent.Wished(DELETED));
    events.put("its turn, and it cannot be dispatched", new JobEvent.Undispatchable("why"));
    events.put("dispatched", new JobEvent.Dispatched(1));
    events.put("containers run", new JobEvent.ContainersRun(1));
    events.put("timeout", new JobEvent.TimedOut(1));
    events.put("launch ended well", judged(new Verdict.Well()));
    events.put("launch failed", judged(failed));
    events.put("host lost", judged(lost));
    events.put("kubelet refused it, or its node was stale", judged(new Verdict.Misjudged("why")));
    events.put("ended by the timeout's Stop", judged(new Verdict.Hopeless(StatusReasons.TIMEOUT)));
    events.put("pod invalid", judged(new Verdict.Hopeless("the API server's words")));
    events.put("ended by the user's Stop", judged(new Verdict.Stopped()));
    return events;
  }

  private static JobEvent judged(Verdict verdict) {
    return new JobEvent.Judged(1, verdict);
  }

  private static Launch launch() {
    var place = new Place("c", new NodeUid("u"), "n", "i-0123", new EnvironmentArn("ce"));
    return Launch.sent(new LaunchId(JobKey.whole(new JobId(new UUID(0, 1))), 1), 1, place, THEN);
  }
}
