package io.longshore.cli;

import io.longshore.api.batch.v1.AttemptDetail;
import io.longshore.api.batch.v1.EksAttemptContainerDetail;
import io.longshore.api.batch.v1.EksAttemptDetail;
import io.longshore.api.batch.v1.JobDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A job's containers and ended attempts, however its definition is written. */
final class Containers {
  private Containers() {}

  /**
   * How a container ended.
   *
   * @param name empty for the one container of containerProperties
   * @param exitCode none where it has not ended, or ended without one
   * @param reason empty where there is none
   */
  record Ended(String name, OptionalInt exitCode, String reason) {}

  /** An attempt that has ended; a time that is not known is 0. */
  record Attempt(
      long startedAt, long stoppedAt, String reason, String pod, String node, List<Ended> ended) {}

  /** The containers of the latest attempt, those that run first first. */
  static List<Ended> latest(JobDetail job) {
    var all = new ArrayList<Ended>();
    if (job.hasContainer()) {
      var container = job.getContainer();
      all.add(
          new Ended(
              "", code(container.hasExitCode(), container.getExitCode()), container.getReason()));
    }
    var pod = job.getEksProperties().getPodProperties();
    Stream.concat(pod.getInitContainersList().stream(), pod.getContainersList().stream())
        .map(
            one ->
                new Ended(
                    one.getName(), code(one.hasExitCode(), one.getExitCode()), one.getReason()))
        .forEach(all::add);
    job.getEcsProperties().getTaskPropertiesList().stream()
        .flatMap(task -> task.getContainersList().stream())
        .map(
            one ->
                new Ended(
                    one.getName(), code(one.hasExitCode(), one.getExitCode()), one.getReason()))
        .forEach(all::add);
    return all;
  }

  /** The attempts that have ended, in their order. */
  static List<Attempt> attempts(JobDetail job) {
    return Stream.concat(
            job.getAttemptsList().stream().map(Containers::attempt),
            job.getEksAttemptsList().stream().map(Containers::attempt))
        .toList();
  }

  private static Attempt attempt(AttemptDetail attempt) {
    var ended = new ArrayList<Ended>();
    if (attempt.hasContainer()) {
      var one = attempt.getContainer();
      ended.add(new Ended("", code(one.hasExitCode(), one.getExitCode()), one.getReason()));
    }
    attempt.getTaskPropertiesList().stream()
        .flatMap(task -> task.getContainersList().stream())
        .map(
            one ->
                new Ended(
                    one.getName(), code(one.hasExitCode(), one.getExitCode()), one.getReason()))
        .forEach(ended::add);
    return new Attempt(
        attempt.getStartedAt(),
        attempt.getStoppedAt(),
        attempt.getStatusReason(),
        attempt.getContainer().getLogStreamName(),
        "",
        ended);
  }

  private static Attempt attempt(EksAttemptDetail attempt) {
    return new Attempt(
        attempt.getStartedAt(),
        attempt.getStoppedAt(),
        attempt.getStatusReason(),
        attempt.getPodName(),
        attempt.getNodeName(),
        Stream.concat(
                attempt.getInitContainersList().stream(), attempt.getContainersList().stream())
            .map(Containers::ended)
            .toList());
  }

  private static Ended ended(EksAttemptContainerDetail one) {
    return new Ended(one.getName(), code(one.hasExitCode(), one.getExitCode()), one.getReason());
  }

  private static OptionalInt code(boolean known, int code) {
    return known ? OptionalInt.of(code) : OptionalInt.empty();
  }
}
