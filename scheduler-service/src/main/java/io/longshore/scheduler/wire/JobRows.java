package io.longshore.scheduler.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.longshore.api.internal.v1.ArrayRow;
import io.longshore.api.internal.v1.BrokenRow;
import io.longshore.api.internal.v1.EndedByRow;
import io.longshore.api.internal.v1.JobRow;
import io.longshore.api.internal.v1.JobSpecRow;
import io.longshore.api.internal.v1.JobStateRow;
import io.longshore.api.internal.v1.WaveRow;
import io.longshore.api.internal.v1.WishKindRow;
import io.longshore.api.internal.v1.WishRow;
import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.dag.Drain;
import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.dag.Wave;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.Wish;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Jobs and arrays as their rows keep them; keys and versions are columns. */
public final class JobRows {
  private JobRows() {}

  /** A child's row goes without what was asked for: its parent has it. */
  public static byte[] write(Job job) {
    var m =
        JobRow.newBuilder()
            .setAttempt(job.attempt())
            .setLaunches(job.launches())
            .setState(write(job.state()))
            .setSettled(job.settled());
    if (!job.key().isChild()) {
      m.setSpec(write(job.spec()));
    }
    if (!job.wish().isNone()) {
      m.setWish(write(job.wish()));
    }
    return m.build().toByteArray();
  }

  /**
   * A job from its row.
   *
   * @param parents what a child's parent was asked for, null for a single job
   */
  public static Job readJob(JobKey key, long version, byte[] bytes, @Nullable JobSpec parents) {
    var m = parse(JobRow.parser(), bytes);
    return new Job(
        key,
        parents == null ? read(m.getSpec()) : parents,
        version,
        m.getAttempt(),
        m.getLaunches(),
        read(m.getState()),
        read(m.getWish()),
        m.getSettled());
  }

  public static byte[] write(ArrayJob array) {
    var m =
        ArrayRow.newBuilder()
            .setSpec(write(array.spec()))
            .setState(write(array.state()))
            .setOwn(write(array.own()))
            .setSucceeded(write(array.succeeded()))
            .setFailed(write(array.failed()))
            .setBroken(write(array.drain().broken()))
            .setToldAt(array.toldAt().toEpochMilli())
            .setUntold(array.untold())
            .setSettled(array.settled());
    array.twins().forEach(t -> m.addTwins(write(t)));
    for (var wave : array.waves()) {
      m.addWaves(
          WaveRow.newBuilder()
              .setSince(wave.since().toEpochMilli())
              .setChildren(write(wave.children())));
    }
    if (!array.wish().isNone()) {
      m.setWish(write(array.wish()));
    }
    if (array.drain().active()) {
      m.setDoomed(write(array.drain().doomed()));
      m.setDrainNext(array.drain().next());
    }
    return m.build().toByteArray();
  }

  /** An array from its row. */
  public static ArrayJob readArray(JobId id, long version, byte[] bytes) {
    var m = parse(ArrayRow.parser(), bytes);
    var drain =
        new Drain(
            read(m.getWish()),
            read(m.getBroken()),
            m.hasDrainNext() ? m.getDrainNext() : Drain.DONE,
            read(m.getDoomed()));
    return new ArrayJob(
        id,
        read(m.getSpec()),
        version,
        read(m.getState()),
        m.getTwinsList().stream().map(JobRows::read).toList(),
        m.getWavesList().stream()
            .map(w -> new Wave(CommonWire.time(w.getSince()), read(w.getChildren())))
            .toList(),
        read(m.getOwn()),
        read(m.getSucceeded()),
        read(m.getFailed()),
        drain,
        CommonWire.time(m.getToldAt()),
        m.getUntold(),
        m.getSettled());
  }

  /** How a job that has left memory ended. */
  public static PastOutcome outcomeOfJob(byte[] bytes) {
    var state = read(parse(JobRow.parser(), bytes).getState());
    return new PastOutcome(state instanceof JobState.Succeeded, Bits.NONE);
  }

  /** How an array that has left memory ended. */
  public static PastOutcome outcomeOfArray(byte[] bytes) {
    var m = parse(ArrayRow.parser(), bytes);
    return new PastOutcome(
        read(m.getState()) instanceof JobState.Succeeded, read(m.getSucceeded()));
  }

  private static JobSpecRow write(JobSpec spec) {
    var m =
        JobSpecRow.newBuilder()
            .setQueueArn(spec.queue().arn())
            .setSeq(spec.seq())
            .setCreatedAt(spec.createdAt().toEpochMilli())
            .setShape(CommonWire.write(spec.shape()))
            .setRetry(CommandsWire.retry(spec.retry()))
            .setArraySize(spec.arraySize());
    spec.dependsOn().forEach(d -> m.addDependsOn(CommandsWire.dependency(d)));
    if (spec.timeout() != null) {
      m.setAttemptDurationSeconds(spec.timeout().toSeconds());
    }
    if (spec.undispatchable() != null) {
      m.setUndispatchableReason(spec.undispatchable());
    }
    return m.build();
  }

  private static JobSpec read(JobSpecRow m) {
    return new JobSpec(
        new QueueArn(m.getQueueArn()),
        m.getSeq(),
        CommonWire.time(m.getCreatedAt()),
        CommonWire.read(m.getShape()),
        CommandsWire.retry(m.getRetry()),
        m.hasAttemptDurationSeconds() ? Duration.ofSeconds(m.getAttemptDurationSeconds()) : null,
        m.getDependsOnList().stream().map(CommandsWire::dependency).toList(),
        m.getArraySize(),
        m.hasUndispatchableReason() ? m.getUndispatchableReason() : null);
  }

  private static JobStateRow write(JobState state) {
    var m =
        JobStateRow.newBuilder()
            .setState(CommonWire.write(state.name()))
            .setSince(state.since().toEpochMilli());
    switch (state) {
      case JobState.Pending(_, var unmet) -> m.setUnmet(unmet);
      case JobState.Runnable(_, var nextAttempt, var front) ->
          m.setNextAttempt(nextAttempt).setFront(front);
      case JobState.Starting(_, var launch, var runnableAt) ->
          m.setLaunch(launch).setRunnableAt(runnableAt.toEpochMilli());
      case JobState.Running(_, var launch, var runnableAt) ->
          m.setLaunch(launch).setRunnableAt(runnableAt.toEpochMilli());
      case JobState.Failed(_, var reason, var by) -> m.setReason(reason).setEndedBy(write(by));
      case JobState.Submitted _, JobState.Succeeded _ -> {}
    }
    return m.build();
  }

  private static JobState read(JobStateRow m) {
    var since = CommonWire.time(m.getSince());
    return switch (m.getState()) {
      case JOB_STATE_SUBMITTED -> new JobState.Submitted(since);
      case JOB_STATE_PENDING -> new JobState.Pending(since, m.getUnmet());
      case JOB_STATE_RUNNABLE -> new JobState.Runnable(since, m.getNextAttempt(), m.getFront());
      case JOB_STATE_STARTING ->
          new JobState.Starting(since, m.getLaunch(), CommonWire.time(m.getRunnableAt()));
      case JOB_STATE_RUNNING ->
          new JobState.Running(since, m.getLaunch(), CommonWire.time(m.getRunnableAt()));
      case JOB_STATE_SUCCEEDED -> new JobState.Succeeded(since);
      case JOB_STATE_FAILED -> new JobState.Failed(since, m.getReason(), read(m.getEndedBy()));
      case JOB_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a row of an unknown state: " + m.getState());
    };
  }

  private static EndedByRow write(JobState.EndedBy by) {
    return switch (by) {
      case ITSELF -> EndedByRow.ENDED_BY_ROW_ITSELF;
      case DEPENDENCY -> EndedByRow.ENDED_BY_ROW_DEPENDENCY;
      case CANCEL -> EndedByRow.ENDED_BY_ROW_CANCEL;
      case TERMINATE -> EndedByRow.ENDED_BY_ROW_TERMINATE;
    };
  }

  private static JobState.EndedBy read(EndedByRow m) {
    return switch (m) {
      case ENDED_BY_ROW_DEPENDENCY -> JobState.EndedBy.DEPENDENCY;
      case ENDED_BY_ROW_CANCEL -> JobState.EndedBy.CANCEL;
      case ENDED_BY_ROW_TERMINATE -> JobState.EndedBy.TERMINATE;
      case ENDED_BY_ROW_ITSELF, ENDED_BY_ROW_UNSPECIFIED, UNRECOGNIZED -> JobState.EndedBy.ITSELF;
    };
  }

  private static WishRow write(Wish wish) {
    var kind =
        switch (wish.kind()) {
          case NONE -> WishKindRow.WISH_KIND_ROW_UNSPECIFIED;
          case CANCEL -> WishKindRow.WISH_KIND_ROW_CANCEL;
          case TERMINATE -> WishKindRow.WISH_KIND_ROW_TERMINATE;
          case QUEUE_DELETED -> WishKindRow.WISH_KIND_ROW_QUEUE_DELETED;
        };
    return WishRow.newBuilder().setKind(kind).setReason(wish.reason()).build();
  }

  private static Wish read(WishRow m) {
    return switch (m.getKind()) {
      case WISH_KIND_ROW_CANCEL -> new Wish(Wish.Kind.CANCEL, m.getReason());
      case WISH_KIND_ROW_TERMINATE -> new Wish(Wish.Kind.TERMINATE, m.getReason());
      case WISH_KIND_ROW_QUEUE_DELETED -> new Wish(Wish.Kind.QUEUE_DELETED, m.getReason());
      case WISH_KIND_ROW_UNSPECIFIED, UNRECOGNIZED -> Wish.NONE;
    };
  }

  private static BrokenRow write(Drain.Broken broken) {
    return switch (broken) {
      case NO -> BrokenRow.BROKEN_ROW_UNSPECIFIED;
      case DEPENDENCY -> BrokenRow.BROKEN_ROW_DEPENDENCY;
      case SEQUENCE -> BrokenRow.BROKEN_ROW_SEQUENCE;
    };
  }

  private static Drain.Broken read(BrokenRow m) {
    return switch (m) {
      case BROKEN_ROW_DEPENDENCY -> Drain.Broken.DEPENDENCY;
      case BROKEN_ROW_SEQUENCE -> Drain.Broken.SEQUENCE;
      case BROKEN_ROW_UNSPECIFIED, UNRECOGNIZED -> Drain.Broken.NO;
    };
  }

  private static ByteString write(Bits bits) {
    return ByteString.copyFrom(bits.toBytes());
  }

  private static Bits read(ByteString bytes) {
    return Bits.ofBytes(bytes.toByteArray());
  }

  static <M> M parse(Parser<M> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a row that cannot be read: " + e.getMessage(), e);
    }
  }
}
