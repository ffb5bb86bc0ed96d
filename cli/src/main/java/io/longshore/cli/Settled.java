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

  /**
   * Asks until it is VALID, INVALID or gone.
   *
   * @return the exit code: 0 where it is VALID or gone, 1 where it is INVALID
   */
  static int await(Longshore to, String what, Supplier<Optional<Standing>> ask) {
    String shown = "";
    while (true) {
      Optional<Standing> standing = ask.get();
      String status = standing.map(Standing::status).orElse("DELETED");
      if (!status.equals(shown)) {
        String reason = standing.map(Standing::reason).orElse("");
        to.note(what + " " + status + (reason.isEmpty() ? "" : ": " + reason));
        shown = status;
      }
      switch (status) {
        case "VALID", "DELETED" -> {
          return ExitCode.OK;
        }
        case "INVALID" -> {
          return ExitCode.FAILED;
        }
        default -> LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  static int queue(Longshore to, String name) {
    return await(
        to,
        "queue " + name,
        () ->
            to
                .call()
                .describeJobQueues(DescribeJobQueuesRequest.newBuilder().addJobQueues(name).build())
                .getJobQueuesList()
                .stream()
                .map(one -> new Standing(AwsJson.literal(one.getStatus()), one.getStatusReason()))
                .findFirst());
  }

  static int environment(Longshore to, String name) {
    return await(
        to,
        "environment " + name,
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
