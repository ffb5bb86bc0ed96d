package io.longshore.cli;

import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits until a queue or an environment is no longer being made, changed or deleted. */
final class Settled {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Settled() {}

  /**
   * Where it stands.
   *
   * @param status AWS's word
   * @param reason why, as far as there is a reason
   */
  record Standing(String status, String reason) {}

  /** What is waited for. */
  enum Goal {
    VALID,
    GONE
  }

  /**
   * Asks until the goal is reached or cannot be.
   *
   * @return the exit code: 0 at the goal, 1 where it became INVALID or vanished instead
   */
  static int await(Longshore to, String what, Goal goal, Supplier<Optional<Standing>> ask) {
    String shown = "";
    while (true) {
      Optional<Standing> standing = ask.get();
      String status = standing.map(Standing::status).orElse("DELETED");
      if (!status.equals(shown)) {
        String reason = standing.map(Standing::reason).orElse("");
        to.note(what + " " + status + (reason.isEmpty() ? "" : ": " + Human.oneLine(reason)));
        shown = status;
      }
      if (status.equals("DELETED")) {
        return goal == Goal.GONE ? ExitCode.OK : ExitCode.FAILED;
      }
      if (goal == Goal.VALID && status.equals("VALID")) {
        return ExitCode.OK;
      }
      if (goal == Goal.VALID && status.equals("INVALID")) {
        return ExitCode.FAILED;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  static int queue(Longshore to, String name, Goal goal) {
    return await(
        to,
        "queue " + name,
        goal,
        () ->
            to
                .call()
                .describeJobQueues(DescribeJobQueuesRequest.newBuilder().addJobQueues(name).build())
                .getJobQueuesList()
                .stream()
                .map(one -> new Standing(AwsJson.literal(one.getStatus()), one.getStatusReason()))
                .findFirst());
  }

  static int environment(Longshore to, String name, Goal goal) {
    return await(
        to,
        "environment " + name,
        goal,
        () ->
            to
                .call()
                .describeComputeEnvironments(
                    DescribeComputeEnvironmentsRequest.newBuilder()
                        .addComputeEnvironments(name)
                        .build())
                .getComputeEnvironmentsList()
                .stream()
                .map(one -> new Standing(AwsJson.literal(one.getStatus()), one.getStatusReason()))
                .findFirst());
  }
}
