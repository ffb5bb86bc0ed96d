package io.longshore.cli;

import io.longshore.api.batch.v1.JobDependency;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.JobSummary;
import io.longshore.cli.Containers.Attempt;
import io.longshore.cli.Containers.Ended;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Jobs for people. */
final class JobViews {
  private final Human human;

  JobViews(Surroundings world) {
    this.human = new Human(world);
  }

  /** AWS's word for a status. */
  static String status(JobStatus status) {
    return AwsJson.literal(status);
  }

  /** How many children are in which status, in the order of a job's life. */
  static String children(Map<String, Integer> summary) {
    return Arrays.stream(JobStatus.values())
        .map(JobViews::status)
        .filter(status -> summary.getOrDefault(status, 0) > 0)
        .map(status -> summary.get(status) + " " + status)
        .collect(Collectors.joining(", "));
  }

  /** A line a job. */
  String list(List<JobSummary> jobs) {
    var table = new Table("JOB", "NAME", "STATUS", "AGE", "RAN", "NOTE");
    jobs.forEach(
        job ->
            table.row(
                job.getJobId(),
                job.getJobName()
                    + (job.getArrayProperties().hasSize()
                        ? "[" + job.getArrayProperties().getSize() + "]"
                        : ""),
                status(job.getStatus()),
                human.age(job.getCreatedAt()),
                human.span(job.getStartedAt(), job.getStoppedAt()),
                note(job)));
    return table.render();
  }

  private static String note(JobSummary job) {
    var counts = children(job.getArrayProperties().getStatusSummaryMap());
    var code =
        job.getContainer().getExitCode() != 0 ? "exit " + job.getContainer().getExitCode() : "";
    return joined(counts, code, job.getStatusReason(), job.getContainer().getReason());
  }

  /** A line a job, once they have ended. */
  String endings(List<JobDetail> jobs) {
    return jobs.stream()
        .map(
            job ->
                joined(
                    job.getJobName() + " " + status(job.getStatus()),
                    children(job.getArrayProperties().getStatusSummaryMap()),
                    exitWords(job),
                    job.getStatusReason(),
                    job.getStartedAt() == 0
                        ? ""
                        : "ran " + human.span(job.getStartedAt(), job.getStoppedAt())))
        .map(Human::oneLine)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Several jobs: a line each; one: all that is known of it. */
  String describe(List<JobDetail> jobs) {
    if (jobs.size() == 1) {
      return detail(jobs.getFirst());
    }
    var table = new Table("JOB", "NAME", "STATUS", "QUEUE", "AGE", "RAN", "NOTE");
    jobs.forEach(
        job ->
            table.row(
                job.getJobId(),
                job.getJobName(),
                status(job.getStatus()),
                Human.shortName(job.getJobQueue()),
                human.age(job.getCreatedAt()),
                human.span(job.getStartedAt(), job.getStoppedAt()),
                joined(
                    children(job.getArrayProperties().getStatusSummaryMap()),
                    exitWords(job),
                    job.getStatusReason())));
    return jobs.isEmpty() ? "" : table.render();
  }

  private String detail(JobDetail job) {
    Table facts =
        Table.facts()
            .fact("Name", job.getJobName())
            .fact("Id", job.getJobId())
            .fact("Status", status(job.getStatus()))
            .fact("Reason", job.getStatusReason())
            .fact("Queue", Human.shortName(job.getJobQueue()))
            .fact("Definition", Human.shortName(job.getJobDefinition()))
            .fact("Share", job.getShareIdentifier())
            .fact("Created", human.moment(job.getCreatedAt()))
            .fact("Started", human.moment(job.getStartedAt()))
            .fact("Stopped", human.moment(job.getStoppedAt()))
            .fact("Ran", human.span(job.getStartedAt(), job.getStoppedAt()))
            .fact("Exit", exits(Containers.latest(job)))
            .fact("Array", array(job))
            .fact("Depends on", dependencies(job.getDependsOnList()));
    what(facts, job);
    facts
        .fact("Attempts", retries(job))
        .fact("Timeout", timeout(job))
        .fact("Parameters", Human.pairs(job.getParametersMap()))
        .fact("Tags", Human.pairs(job.getTagsMap()));
    String attempts = attempts(Containers.attempts(job));
    return attempts.isEmpty() ? facts.render() : facts.render() + "\n\n" + attempts;
  }

  private static void what(Table facts, JobDetail job) {
    if (job.hasContainer()) {
      facts
          .fact("Image", job.getContainer().getImage())
          .fact("Command", String.join(" ", job.getContainer().getCommandList()))
          .fact(
              "Needs",
              job.getContainer().getResourceRequirementsList().stream()
                  .map(need -> AwsJson.literal(need.getType()) + "=" + need.getValue())
                  .collect(Collectors.joining(", ")));
    }
    var pod = job.getEksProperties().getPodProperties();
    pod.getContainersList()
        .forEach(
            one -> {
              facts.fact("Container", one.getName()).fact("Image", one.getImage());
              facts.fact("Command", String.join(" ", one.getCommandList()));
              facts.fact("Args", String.join(" ", one.getArgsList()));
              facts.fact("Needs", Human.pairs(one.getResources().getRequestsMap()));
            });
    facts.fact("Pod", pod.getPodName()).fact("Node", pod.getNodeName());
  }

  private String attempts(List<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return "";
    }
    var table = new Table("ATTEMPT", "STARTED", "RAN", "EXIT", "POD", "NODE", "REASON");
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      table.row(
          String.valueOf(i + 1),
          human.moment(attempt.startedAt()),
          human.span(attempt.startedAt(), attempt.stoppedAt()),
          exits(attempt.ended()),
          attempt.pod(),
          attempt.node(),
          attempt.reason());
    }
    return table.render();
  }

  private static String array(JobDetail job) {
    var array = job.getArrayProperties();
    String counts = children(array.getStatusSummaryMap());
    return joined(
        array.hasSize() ? array.getSize() + " children" : "",
        counts,
        array.hasIndex() ? "child " + array.getIndex() : "");
  }

  private static String dependencies(List<JobDependency> all) {
    return all.stream()
        .map(one -> joined(one.getJobId(), AwsJson.literal(one.getType())))
        .collect(Collectors.joining("; "));
  }

  private static String retries(JobDetail job) {
    int allowed = job.getRetryStrategy().getAttempts();
    return allowed > 1 ? "at most " + allowed : "";
  }

  private static String timeout(JobDetail job) {
    int seconds = job.getTimeout().getAttemptDurationSeconds();
    return seconds == 0 ? "" : Human.length(Duration.ofSeconds(seconds)) + " an attempt";
  }

  /** {@code 0}, {@code main 1 (Error), side 0}, or empty where no container has ended. */
  private static String exits(List<Ended> containers) {
    return containers.stream()
        .filter(one -> one.exitCode().isPresent() || !one.reason().isEmpty())
        .map(one -> joinedBy(" ", one.name(), code(one.exitCode()), reason(one)))
        .collect(Collectors.joining(", "));
  }

  private static String code(OptionalInt code) {
    return code.isPresent() ? String.valueOf(code.getAsInt()) : "";
  }

  private static String reason(Ended one) {
    return one.reason().isEmpty() ? "" : "(" + one.reason() + ")";
  }

  private static String exitWords(JobDetail job) {
    String exits = exits(Containers.latest(job));
    return exits.isEmpty() ? "" : "exit " + exits;
  }

  private static String joined(String... parts) {
    return joinedBy(", ", parts);
  }

  private static String joinedBy(String mark, String... parts) {
    return Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(mark));
  }
}
