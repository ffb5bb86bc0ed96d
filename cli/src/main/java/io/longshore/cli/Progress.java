package io.longshore.cli;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How waiting comes on: one line that is rewritten on a terminal, a line a change elsewhere. */
final class Progress {
  private static final String REWRITE = "\r\u001b[K";

  private static final int USUAL_WIDTH = 80;

  private final Surroundings world;
  private final long startedAt;
  private String shown = "";

  Progress(Surroundings world) {
    this.world = world;
    this.startedAt = world.clock().millis();
  }

  void show(List<JobDetail> jobs) {
    line(jobs.size() == 1 ? one(jobs.getFirst()) : many(jobs));
  }

  /** The service does not answer now. */
  void away() {
    line("waiting for the service to come back");
  }

  /** Leaves the line as it is; what follows begins on its own. */
  void end() {
    if (world.terminal() && !shown.isEmpty()) {
      world.err().println();
    }
    shown = "";
  }

  private void line(String words) {
    String text = Human.oneLine(words);
    if (world.terminal()) {
      String waited = "  " + Human.length(Duration.ofMillis(world.clock().millis() - startedAt));
      world.err().print(REWRITE + cut(text, width() - waited.length()) + waited);
      world.err().flush();
    } else if (!text.equals(shown)) {
      world.err().println(text);
    }
    shown = text;
  }

  /** A line that wraps could not be rewritten. */
  private int width() {
    String columns = world.environment().getOrDefault("COLUMNS", "");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
  }

  private static String one(JobDetail job) {
    String text = job.getJobName() + " " + JobViews.status(job.getStatus());
    var children = job.getArrayProperties().getStatusSummaryMap();
    if (!children.isEmpty()) {
      return text + ": " + JobViews.children(children);
    }
    return job.getStatusReason().isEmpty() ? text : text + ": " + job.getStatusReason();
  }

  private static String many(List<JobDetail> jobs) {
    Map<JobStatus, Long> counts =
        jobs.stream()
            .collect(
                Collectors.groupingBy(
                    JobDetail::getStatus,
                    () -> new EnumMap<>(JobStatus.class),
                    Collectors.counting()));
    return jobs.size()
        + " jobs: "
        + counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + JobViews.status(entry.getKey()))
            .collect(Collectors.joining(", "));
  }
}
