package io.longshore.scheduler.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.ArrayProgress;
import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.PodPlace;
import io.longshore.scheduler.core.job.JobState.EndedBy;
import io.longshore.scheduler.core.round.JobNews;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What queue-service is told of jobs. */
public final class NewsWire {
  private NewsWire() {}

  /** A change. */
  public static ByteString write(JobNews news) {
    var m =
        JobChange.newBuilder()
            .setJobId(news.job().id().toString())
            .setVersion(news.version())
            .setState(CommonWire.write(news.state()))
            .setAttempt(news.attempt())
            .setLaunch(news.launch())
            .setStatusReason(news.reason())
            .setAt(news.at().toEpochMilli())
            .setIsCancelled(news.endedBy() == EndedBy.CANCEL)
            .setIsTerminated(news.endedBy() == EndedBy.TERMINATE)
            .setRound(news.round())
            .addAllContainers(CommonWire.write(news.containers()));
    if (news.job().isChild()) {
      m.setArrayIndex(news.job().index());
    }
    set(news.times().startedAt(), m::setStartedAt);
    set(news.times().stoppedAt(), m::setStoppedAt);
    set(news.times().runnableAt(), m::setRunnableAt);
    set(news.times().dispatchedAt(), m::setDispatchedAt);
    if (news.where() != null) {
      m.setPlace(write(news.where()));
    }
    if (news.endedAttempt() != null) {
      m.setEndedAttempt(write(news.endedAttempt()));
    }
    if (news.progress() != null) {
      m.setArray(write(news.progress()));
    }
    return m.build().toByteString();
  }

  private static void set(@Nullable Instant time, LongConsumer setter) {
    if (time != null) {
      setter.accept(time.toEpochMilli());
    }
  }

  private static PodPlace write(JobNews.Whereabouts where) {
    return PodPlace.newBuilder()
        .setCluster(where.clusterArn())
        .setNamespace(where.namespace())
        .setPodName(where.launch().podName())
        .setNodeName(where.place().nodeName())
        .setInstanceId(where.place().instanceId())
        .setEnvironmentArn(where.place().environment().arn())
        .build();
  }

  private static EndedAttempt write(JobNews.EndedAttempt attempt) {
    var m =
        EndedAttempt.newBuilder()
            .setAttempt(attempt.attempt())
            .setLaunch(attempt.launch())
            .setPlace(write(attempt.where()))
            .addAllContainers(CommonWire.write(attempt.containers()))
            .setStoppedAt(attempt.stoppedAt().toEpochMilli())
            .setStatusReason(attempt.reason());
    set(attempt.startedAt(), m::setStartedAt);
    return m.build();
  }

  private static ArrayProgress write(JobNews.Progress progress) {
    return ArrayProgress.newBuilder()
        .addAllCounts(progress.counts())
        .setPending(ByteString.copyFrom(progress.pending().toBytes()))
        .setRunnable(ByteString.copyFrom(progress.runnable().toBytes()))
        .build();
  }
}
