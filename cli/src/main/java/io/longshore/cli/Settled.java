package io.longshore.cli;

import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

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

  /** What comes to rest by and by. */
  enum Thing {
    QUEUE {
      @Override
      Optional<Standing> ask(Longshore to, String name) {
        return to
            .call()
            .describeJobQueues(DescribeJobQueuesRequest.newBuilder().addJobQueues(name).build())
            .getJobQueuesList()
            .stream()
            .map(one -> new Standing(AwsJson.literal(one.getStatus()), one.getStatusReason()))
            .findFirst();
      }
    },
    ENVIRONMENT {
      @Override
      Optional<Standing> ask(Longshore to, String name) {
        return to
            .call()
            .describeComputeEnvironments(
                DescribeComputeEnvironmentsRequest.newBuilder()
                    .addComputeEnvironments(name)
                    .build())
            .getComputeEnvironmentsList()
            .stream()
            .map(one -> new Standing(AwsJson.literal(one.getStatus()), one.getStatusReason()))
            .findFirst();
      }
    };

    /** Where the one of this name stands; nothing where there is none. */
    abstract Optional<Standing> ask(Longshore to, String name);

    /** What people call it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
  static int await(Longshore to, Thing thing, String name, Goal goal) {
    String shown = "";
    while (true) {
      Optional<Standing> standing = thing.ask(to, name);
      String status = standing.map(Standing::status).orElse("DELETED");
      if (!status.equals(shown)) {
        String reason = standing.map(Standing::reason).orElse("");
        to.note(
            thing.word()
                + " "
                + name
                + " "
                + status
                + (reason.isEmpty() ? "" : ": " + Human.oneLine(reason)));
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
}
