package io.longshore.scheduler.wire;

import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.ExplainDependency;
import io.longshore.api.batch.v1.ExplainEnvironment;
import io.longshore.api.batch.v1.ExplainEnvironmentReason;
import io.longshore.api.batch.v1.ExplainJobResponse;
import io.longshore.api.batch.v1.ExplainLaunch;
import io.longshore.api.batch.v1.ExplainPosition;
import io.longshore.api.batch.v1.ExplainReason;
import io.longshore.api.batch.v1.ExplainRefusal;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.scheduler.core.demand.Refusal;
import io.longshore.scheduler.core.explain.EnvironmentReason;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.explain.Reason;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.StateName;
import java.time.Instant;

/** Explanations as the public API gives them. */
public final class ExplainWire {
  private ExplainWire() {}

  /**
   * An explanation.
   *
   * @param at clock of the round that it comes from
   */
  public static ExplainJobResponse write(Explanation explanation, Instant at) {
    var m =
        ExplainJobResponse.newBuilder()
            .setJobId(explanation.job().toString())
            .setStatus(status(explanation.state()))
            .setReason(reason(explanation.reason()))
            .setExplanation(explanation.words())
            .setAttempt(explanation.attempt())
            .setMaxAttempts(explanation.maxAttempts())
            .setCreatedAt(explanation.createdAt().toEpochMilli())
            .setStatusSince(explanation.since().toEpochMilli())
            .setExplainedAt(at.toEpochMilli());
    explanation.waitingFor().forEach(a -> m.addWaitingFor(write(a)));
    explanation.environments().forEach(p -> m.addEnvironments(write(p)));
    if (explanation.position() != null) {
      m.setPosition(write(explanation.position()));
    }
    if (explanation.launch() != null) {
      m.addLaunches(write(explanation.launch()));
    }
    return m.build();
  }

  private static ExplainDependency write(Explanation.Awaited awaited) {
    var m =
        ExplainDependency.newBuilder()
            .setJobId(awaited.job().toString())
            .setStatus(status(awaited.state()));
    switch (awaited.by()) {
      case Dependency.OnJob _ -> {}
      case Dependency.OnTwin _ -> m.setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_N_TO_N);
      case Dependency.OnPrevious _ -> m.setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_SEQUENTIAL);
    }
    return m.build();
  }

  private static ExplainPosition write(Explanation.Position position) {
    var m =
        ExplainPosition.newBuilder()
            .setJobQueue(position.queue().arn())
            .setPriority(position.priority())
            .setJobsAhead(position.ahead())
            .setRunnableSince(position.runnableSince().toEpochMilli());
    if (position.blocking() != null) {
      m.setBlockingJobId(position.blocking().toString());
    }
    return m.build();
  }

  private static ExplainEnvironment write(Explanation.Place place) {
    var m =
        ExplainEnvironment.newBuilder()
            .setComputeEnvironment(place.environment().arn())
            .setOrder(place.order())
            .setReason(reason(place.reason()))
            .setExplanation(place.words())
            .setVcpus(place.vcpus())
            .setUsableNodes(place.usableNodes())
            .setInstancesOnTheWay(place.onTheWay());
    if (place.managed()) {
      m.setMaxVcpus(place.maxVcpus());
    }
    if (place.refusal() != null) {
      m.setRefusal(write(place.refusal()));
    }
    return m.build();
  }

  private static ExplainRefusal write(Refusal refusal) {
    return ExplainRefusal.newBuilder()
        .setCode(refusal.code())
        .setMessage(refusal.message())
        .setInstanceType(String.join(", ", refusal.types()))
        .setRefusedAt(refusal.at().toEpochMilli())
        .build();
  }

  private static ExplainLaunch write(Explanation.UnderWay underWay) {
    var launch = underWay.launch();
    var namespace = launch.pod().namespace();
    var m =
        ExplainLaunch.newBuilder()
            .setLaunch(launch.id().number())
            .setAttempt(launch.attempt())
            .setComputeEnvironment(launch.place().environment().arn())
            .setPodName(launch.id().podName())
            .setPodNamespace(namespace.isEmpty() ? underWay.namespace() : namespace)
            .setNodeName(launch.place().nodeName())
            .setInstanceId(launch.place().instanceId())
            .setReason(launch.pod().reason())
            .setMessage(launch.pod().message())
            .setDispatchedAt(launch.dispatchedAt().toEpochMilli());
    if (underWay.awaited() != null) {
      m.setAwaitedEvidence(underWay.awaited());
    }
    if (launch.startedAt() != null) {
      m.setStartedAt(launch.startedAt().toEpochMilli());
    }
    if (launch.stop() != null) {
      m.setStopRequestedAt(launch.stop().at().toEpochMilli());
    }
    if (launch.state() instanceof LaunchState.Ended(var end, _)) {
      m.setStoppedAt(end.stoppedAt().toEpochMilli());
    }
    return m.build();
  }

  private static JobStatus status(StateName name) {
    return JobStatus.valueOf("JOB_STATUS_" + name.name());
  }

  private static ExplainReason reason(Reason reason) {
    return ExplainReason.valueOf("EXPLAIN_REASON_" + reason.name());
  }

  private static ExplainEnvironmentReason reason(EnvironmentReason reason) {
    return ExplainEnvironmentReason.valueOf("EXPLAIN_ENVIRONMENT_REASON_" + reason.name());
  }
}
