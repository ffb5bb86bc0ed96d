package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.ExplainJobRequest;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.KeyValuesPair;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.TerminateJobRequest;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.standalone.demo.Claim.Finding;
import io.longshore.standalone.process.Announcer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From the first submission to the last end: does what users and clouds do to jobs at the moments
 * when it matters, and shows how things stand.
 */
final class Crossing {

  static final String TERMINATED_BECAUSE = "terminated by the demonstration";
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final Api api;
  private final Cargo cargo;
  private final Recorder recorder;
  private final WorldControl world;
  private final Announcer announcer;
  private final Progress progress;
  private boolean terminated;
  private Optional<String> interrupted = Optional.empty();

  Crossing(Api api, Cargo cargo, Recorder recorder, WorldControl world, Announcer announcer) {
    this.api = api;
    this.cargo = cargo;
    this.recorder = recorder;
    this.world = world;
    this.announcer = announcer;
    this.progress = new Progress(cargo, world, announcer);
  }

  /** Goes on until every job has ended, or patience has. */
  Finding sail() {
    var begun = System.nanoTime();
    while (true) {
      var standing = Standing.of(api.describe(cargo.ids().values()));
      progress.show(standing);
      var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      if (complete() && standing.allEnded()) {
        return new Finding(true, standing.byId().size() + " within " + seconds + " s");
      }
      if (seconds > PATIENCE.toSeconds()) {
        return new Finding(false, "not within " + seconds + " s:" + unfinished(standing));
      }
      act(standing);
      Wait.pause(TICK);
    }
  }

  /** The instance that was interrupted. */
  Optional<String> interrupted() {
    return interrupted;
  }

  private boolean complete() {
    return undone().isEmpty();
  }

  /** What of all that there is to do was not done yet. */
  private List<String> undone() {
    var undone = new ArrayList<String>();
    note(undone, terminated, "endless was not terminated");
    note(undone, interrupted.isPresent(), "the long haul's instance was not interrupted");
    note(undone, arrays(), "the arrays were not submitted");
    note(undone, urgent(), "the urgent jobs were not submitted");
    note(undone, cargo.has(Definitions.HELLO), "the producer's job was not found");
    return undone;
  }

  private static void note(List<String> undone, boolean done, String what) {
    if (!done) {
      undone.add(what);
    }
  }

  private void act(Standing standing) {
    if (!cargo.has(Definitions.HELLO)) {
      find(Definitions.HELLO);
    }
    if (!terminated && running(standing, Definitions.ENDLESS)) {
      terminate(cargo.id(Definitions.ENDLESS));
    }
    if (!arrays() && running(standing, Definitions.LONG_HAUL)) {
      cargo.submitArrays();
      announcer.say("user", "the pipeline's arrays and the ballast beside them submitted");
    }
    if (!urgent() && poolIsFull(standing)) {
      announcer.say("user", "the pool is full: " + Cargo.URGENT + " urgent jobs submitted");
      cargo.submitUrgent();
    }
    if (interrupted.isEmpty()
        && urgentEnded(standing)
        && running(standing, Definitions.LONG_HAUL)) {
      interrupt();
    }
  }

  private boolean arrays() {
    return cargo.has(Definitions.REDUCE);
  }

  private boolean urgent() {
    return cargo.has("urgent-0");
  }

  private boolean urgentEnded(Standing standing) {
    return urgent()
        && cargo.urgentIds().stream().allMatch(id -> Standing.ended(standing.status(id)));
  }

  private boolean running(Standing standing, String name) {
    return standing.status(cargo.id(name)) == JobStatus.JOB_STATUS_RUNNING;
  }

  /** All room that may be had is taken, and jobs of the lower queue wait for more. */
  private static boolean poolIsFull(Standing standing) {
    var counts = standing.counts();
    int busy =
        counts.getOrDefault(JobStatus.JOB_STATUS_STARTING, 0)
            + counts.getOrDefault(JobStatus.JOB_STATUS_RUNNING, 0);
    return busy >= Fleet.SLOTS && counts.getOrDefault(JobStatus.JOB_STATUS_RUNNABLE, 0) > 0;
  }

  private void terminate(String id) {
    var unused =
        api.calls()
            .terminateJob(
                TerminateJobRequest.newBuilder()
                    .setJobId(id)
                    .setReason(TERMINATED_BECAUSE)
                    .build());
    announcer.say("user", "job " + Definitions.ENDLESS + " terminated while it ran");
    terminated = true;
  }

  /** The instance under the long haul gets EC2's notice, and ten seconds later it is gone. */
  private void interrupt() {
    var id = cargo.id(Definitions.LONG_HAUL);
    var place =
        recorder.changes().stream()
            .filter(change -> change.getJobId().equals(id) && change.hasPlace())
            .map(JobChange::getPlace)
            .reduce((earlier, later) -> later);
    place.ifPresent(
        where -> {
          world.interrupt(where.getInstanceId());
          interrupted = Optional.of(where.getInstanceId());
          announcer.say(
              "cloud", "EC2 takes Spot instance " + where.getInstanceId() + " under long-haul");
        });
  }

  /** A producer gets no id back: the job is found by its name, as anybody would. */
  private void find(String name) {
    var request =
        ListJobsRequest.newBuilder()
            .setJobQueue(Fleet.ROUTINE)
            .addFilters(KeyValuesPair.newBuilder().setName("JOB_NAME").addValues(name))
            .build();
    api.list(request).stream().findFirst().ifPresent(job -> cargo.note(name, job.getJobId()));
  }

  private String unfinished(Standing standing) {
    var words = new StringBuilder();
    undone().forEach(what -> words.append("\n  ").append(what));
    standing.byId().values().stream()
        .filter(job -> !Standing.ended(job.getStatus()))
        .forEach(
            job -> {
              var why =
                  api.calls()
                      .explainJob(ExplainJobRequest.newBuilder().setJobId(job.getJobId()).build());
              words.append("\n  ").append(job.getJobName()).append(": ");
              words.append(why.getExplanation());
            });
    return words.toString();
  }
}
