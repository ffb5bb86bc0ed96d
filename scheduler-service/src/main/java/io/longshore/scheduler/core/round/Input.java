package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.ContainerStatus;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.Pod;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.RetryRules;
import io.longshore.scheduler.core.share.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What arrives: a wish of queue-service, or a fact from placement-service or capacity-service. */
public sealed interface Input {
  /** From queue-service, on one stream with registry changes, so a job never precedes its queue. */
  sealed interface Command extends Input {}

  /** A new job. The members are {@link io.longshore.scheduler.core.job.JobSpec}'s. */
  record Submit(
      JobId job,
      QueueArn queue,
      Instant createdAt,
      Shape shape,
      RetryRules retry,
      @Nullable Duration timeout,
      List<Dependency> dependsOn,
      int arraySize,
      @Nullable String undispatchable)
      implements Command {
    public Submit {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /** End it unless it has started. */
  record Cancel(JobKey job, String reason) implements Command {}

  /** End it whatever it does. */
  record Terminate(JobKey job, String reason) implements Command {}

  /** Drop ended jobs. */
  record Forget(List<JobId> jobs) implements Command {}

  /** A queue was created, changed or deleted. */
  record QueueEntry(Queue queue) implements Command {}

  /** An environment was created, changed or deleted. */
  record EnvironmentEntry(Environment environment) implements Command {}

  /**
   * An operator declares a node dead. It is evidence about node objects that are away, never about
   * one that is ready: a declaration may be repeated or late, and names are used again.
   *
   * @param clusterArn the cluster's ARN or plain name
   */
  record DeclareLost(String clusterArn, Lost lost, String reason) implements Command {}

  /** What an operator calls a node. */
  sealed interface Lost {
    /** By its name: the one node object of that name that is away. */
    record ByName(String name) implements Lost {}

    /** By its instance: all node objects of it that are away. */
    record OfInstance(String id) implements Lost {}

    /** By its UID: this node object and no other. */
    record ByUid(NodeUid uid) implements Lost {}
  }

  /** From placement-service; {@code cluster} is its short name. */
  sealed interface Placement extends Input {
    String cluster();
  }

  /** The pod exists. */
  record LaunchStarting(String cluster, LaunchId launch, Pod pod, List<ContainerStatus> containers)
      implements Placement {}

  /** Its containers run. */
  record LaunchRunning(
      String cluster,
      LaunchId launch,
      Pod pod,
      List<ContainerStatus> containers,
      @Nullable Instant startedAt)
      implements Placement {}

  /** It has ended, on evidence. */
  record LaunchEnded(String cluster, LaunchId launch, Pod pod, LaunchEnd end)
      implements Placement {}

  /** Its pod is gone and nothing proves how it ended. */
  record LaunchVanished(String cluster, LaunchId launch) implements Placement {}

  /**
   * A node is there, or changed. The members are {@link io.longshore.scheduler.core.fit.Node}'s.
   */
  record NodeSeen(
      String cluster,
      NodeUid uid,
      String name,
      String instanceId,
      String environmentUuid,
      boolean ready,
      boolean schedulable,
      Resources capacity,
      int maxPods,
      Map<String, String> labels,
      String architecture)
      implements Placement {}

  /** A node's object is gone. */
  record NodeVanished(String cluster, NodeUid uid) implements Placement {}

  /**
   * What becomes of a message that could not be taken in; {@code source} is its stream and number.
   */
  sealed interface Operator extends Input {
    String source();
  }

  /** It was put aside: what it was about is held. */
  record Held(String source, JobKey job, String reason) implements Operator {}

  /** It comes again behind this: what was held because of it is held no longer. */
  record Released(String source) implements Operator {}

  /**
   * An operator gives it up: the job has failed.
   *
   * @param report the message itself, where it was a launch's end
   */
  record GivenUp(String source, JobKey job, String reason, @Nullable LaunchEnded report)
      implements Operator {}

  /** From capacity-service. */
  sealed interface Capacity extends Input {
    EnvironmentArn environment();
  }

  /** An instance exists. */
  record InstanceLaunched(
      EnvironmentArn environment,
      String instance,
      String type,
      String zone,
      String market,
      Resources capacity)
      implements Capacity {}

  /** It did not join in the time that a node may take. */
  record InstanceNeverJoined(EnvironmentArn environment, String instance, String reason)
      implements Capacity {}

  /** It should be released when it can be. */
  record InstanceWantsToGo(EnvironmentArn environment, String instance, String reason)
      implements Capacity {}

  /** EC2 will take it soon. */
  record InstanceInterrupted(EnvironmentArn environment, String instance, String action)
      implements Capacity {}

  /** EC2 says terminated, or no longer knows it. */
  record InstanceTerminated(EnvironmentArn environment, String instance, String reason)
      implements Capacity {}

  /** A launch was refused. */
  record LaunchRefused(EnvironmentArn environment, String code, String message, List<String> types)
      implements Capacity {}

  /** Launches succeed again, or none is wanted. */
  record LaunchRecovered(EnvironmentArn environment) implements Capacity {}

  /** No type of the environment can hold the shape. */
  record FitsNoType(EnvironmentArn environment, Shape shape, String reason, long registryVersion)
      implements Capacity {}
}
