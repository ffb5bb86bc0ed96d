package io.longshore.scheduler.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.RetryRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What recovery reads for each job that has not ended: a million of them are to be read in seconds.
 */
class HotRowTest {

  private static final int MOST = 200;

  /** Id, child, version and hot; the length of the body before it. */
  private static final int COLUMNS = 16 + 4 + 8 + 1 + 4;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

  static Stream<JobState> states() {
    return Stream.of(
        new JobState.Pending(NOW, 1),
        new JobState.Runnable(NOW, 1, false),
        new JobState.Runnable(NOW, 3, true),
        new JobState.Starting(NOW, 3, NOW),
        new JobState.Running(NOW, 3, NOW));
  }

  private static Job job(JobKey key, JobState state) {
    var requests = new Resources(1_500, 2_048L << 20, 1, Map.of());
    var spec =
        new JobSpec(
            new QueueArn("arn:aws:batch:us-east-1:000000000000:job-queue/genomics-high"),
            1_234_567,
            NOW,
            new Shape(requests, "", Map.of()),
            new RetryRules(3, List.of()),
            Duration.ofHours(2),
            List.of(new Dependency.OnJob(JobKey.whole(new JobId(new UUID(~0L, ~0L))))),
            0,
            null);
    return Job.submitted(key, spec, NOW).launched(2, 3, state);
  }

  @ParameterizedTest
  @MethodSource("states")
  void rowOfAJobIsSmall(JobState state) {
    var row = JobRows.write(job(JobKey.whole(new JobId(new UUID(1, 2))), state));
    assertThat(COLUMNS + row.length).as("%s: body %d", state, row.length).isLessThanOrEqualTo(MOST);
  }

  /** A child has its parent's specification: ten thousand cost little more than their states. */
  @ParameterizedTest
  @MethodSource("states")
  void rowOfAChildIsSmaller(JobState state) {
    var row = JobRows.write(job(new JobKey(new JobId(new UUID(1, 2)), 9_999), state));
    assertThat(COLUMNS + row.length).as("%s: body %d", state, row.length).isLessThanOrEqualTo(80);
  }
}
