package io.longshore.scheduler.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.DeclareNodeLostCommand;
import io.longshore.api.internal.v1.EnvironmentSettings;
import io.longshore.api.internal.v1.QueueSettings;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.api.internal.v1.SubmitJobCommand;
import io.longshore.kit.core.Undecodable;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.ExitRule;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.job.RetryRules;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.core.share.Queue;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What queue-service sends. */
public final class CommandsWire {
  /**
   * A command, and what came with it that the core never sees.
   *
   * @param payload set for a submission
   */
  public record Read(Optional<Input> input, Optional<Payload> payload) {}

  /** What a launch of the job is joined with when it is sent. */
  public record Payload(JobId job, String name, ByteString podTemplate) {}

  private CommandsWire() {}

  /** Throws {@link Undecodable} where the bytes are no command. */
  public static Read read(ByteString bytes) {
    try {
      return read(Command.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new Undecodable("a command", e);
    }
  }

  private static Read read(Command m) {
    return switch (m.getCommandCase()) {
      case SUBMIT -> submission(m.getSubmit());
      case CANCEL -> {
        var c = m.getCancel();
        var key = CommonWire.key(c.getJobId(), c.hasArrayIndex(), c.getArrayIndex());
        yield input(new Input.Cancel(key, c.getReason()));
      }
      case TERMINATE -> {
        var c = m.getTerminate();
        var key = CommonWire.key(c.getJobId(), c.hasArrayIndex(), c.getArrayIndex());
        yield input(new Input.Terminate(key, c.getReason()));
      }
      case FORGET -> {
        var ids = m.getForget().getJobIdsList().stream().map(JobId::of).toList();
        yield input(new Input.Forget(ids));
      }
      case REGISTRY -> new Read(registry(m.getRegistry()), Optional.empty());
      case NODE_LOST -> {
        var c = m.getNodeLost();
        yield input(new Input.DeclareLost(c.getCluster(), lost(c), c.getReason()));
      }
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("a command of an unknown kind");
    };
  }

  private static Input.Lost lost(DeclareNodeLostCommand m) {
    if (!m.getNodeUid().isEmpty()) {
      return new Input.Lost.ByUid(new NodeUid(m.getNodeUid()));
    }
    return m.getInstanceId().isEmpty()
        ? new Input.Lost.ByName(m.getNodeName())
        : new Input.Lost.OfInstance(m.getInstanceId());
  }

  private static Read input(Input input) {
    return new Read(Optional.of(input), Optional.empty());
  }

  private static Read submission(SubmitJobCommand m) {
    var job = JobId.of(m.getJobId());
    var submit =
        new Input.Submit(
            job,
            new QueueArn(m.getJobQueueArn()),
            CommonWire.time(m.getCreatedAt()),
            CommonWire.read(m.getShape()),
            retry(m.getRetry()),
            m.hasAttemptDurationSeconds()
                ? Duration.ofSeconds(m.getAttemptDurationSeconds())
                : null,
            m.getDependsOnList().stream().map(CommandsWire::dependency).toList(),
            m.hasArraySize() ? m.getArraySize() : 0,
            m.hasUndispatchableReason() ? m.getUndispatchableReason() : null);
    var payload = new Payload(job, m.getJobName(), m.getPodTemplate());
    return new Read(Optional.of(submit), Optional.of(payload));
  }

  static RetryRules retry(io.longshore.api.internal.v1.RetryRules m) {
    var rules =
        m.getEvaluateOnExitList().stream()
            .map(
                r ->
                    new ExitRule(
                        r.hasOnStatusReason() ? r.getOnStatusReason() : null,
                        r.hasOnReason() ? r.getOnReason() : null,
                        r.hasOnExitCode() ? r.getOnExitCode() : null,
                        r.getRetry()))
            .toList();
    return new RetryRules(Math.max(1, m.getAttempts()), rules);
  }

  static io.longshore.api.internal.v1.RetryRules retry(RetryRules rules) {
    var m = io.longshore.api.internal.v1.RetryRules.newBuilder().setAttempts(rules.attempts());
    for (var rule : rules.rules()) {
      var r = m.addEvaluateOnExitBuilder().setRetry(rule.retry());
      set(rule.onStatusReason(), r::setOnStatusReason);
      set(rule.onReason(), r::setOnReason);
      set(rule.onExitCode(), r::setOnExitCode);
    }
    return m.build();
  }

  private static void set(@Nullable String value, Consumer<String> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  static Dependency dependency(io.longshore.api.internal.v1.Dependency m) {
    return switch (m.getKind()) {
      case DEPENDENCY_KIND_JOB ->
          new Dependency.OnJob(CommonWire.key(m.getJobId(), m.hasArrayIndex(), m.getArrayIndex()));
      case DEPENDENCY_KIND_N_TO_N -> new Dependency.OnTwin(JobId.of(m.getJobId()));
      case DEPENDENCY_KIND_SEQUENTIAL -> new Dependency.OnPrevious();
      case DEPENDENCY_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("a dependency of an unknown kind: " + m);
    };
  }

  static io.longshore.api.internal.v1.Dependency dependency(Dependency dependency) {
    var m = io.longshore.api.internal.v1.Dependency.newBuilder();
    switch (dependency) {
      case Dependency.OnJob(var key) -> {
        m.setKind(io.longshore.api.internal.v1.DependencyKind.DEPENDENCY_KIND_JOB);
        m.setJobId(key.id().toString());
        if (key.isChild()) {
          m.setArrayIndex(key.index());
        }
      }
      case Dependency.OnTwin(var array) ->
          m.setKind(io.longshore.api.internal.v1.DependencyKind.DEPENDENCY_KIND_N_TO_N)
              .setJobId(array.toString());
      case Dependency.OnPrevious _ ->
          m.setKind(io.longshore.api.internal.v1.DependencyKind.DEPENDENCY_KIND_SEQUENTIAL);
    }
    return m.build();
  }

  private static Optional<Input> registry(RegistryEntry m) {
    return switch (m.getEntryCase()) {
      case QUEUE -> Optional.of(new Input.QueueEntry(queue(m, m.getQueue())));
      case ENVIRONMENT ->
          Optional.of(new Input.EnvironmentEntry(environment(m, m.getEnvironment())));
      case ENTRY_NOT_SET -> gone(m);
    };
  }

  /** A deletion may come without what was deleted: the ARN says what it was. */
  private static Optional<Input> gone(RegistryEntry m) {
    if (!m.getDeleted()) {
      return Optional.empty();
    }
    if (m.getArn().contains(":job-queue/")) {
      return Optional.of(new Input.QueueEntry(queue(m, QueueSettings.getDefaultInstance())));
    }
    return m.getArn().contains(":compute-environment/")
        ? Optional.of(
            new Input.EnvironmentEntry(environment(m, EnvironmentSettings.getDefaultInstance())))
        : Optional.empty();
  }

  private static Queue queue(RegistryEntry entry, QueueSettings settings) {
    List<EnvironmentArn> environments =
        settings.getDetail().getComputeEnvironmentOrderList().stream()
            .sorted(Comparator.comparingInt(ComputeEnvironmentOrder::getOrder))
            .map(o -> new EnvironmentArn(o.getComputeEnvironment()))
            .toList();
    return new Queue(
        new QueueArn(entry.getArn()),
        entry.getVersion(),
        settings.getDetail().getPriority(),
        environments,
        entry.getDeleted());
  }

  private static Environment environment(RegistryEntry entry, EnvironmentSettings settings) {
    var detail = settings.getDetail();
    var managed = detail.getType() == CEType.CE_TYPE_MANAGED;
    var resources = detail.getComputeResources();
    return new Environment(
        new EnvironmentArn(entry.getArn()),
        entry.getVersion(),
        detail.getUuid(),
        detail.getEksConfiguration().getEksClusterArn(),
        detail.getEksConfiguration().getKubernetesNamespace(),
        managed,
        detail.getState() == CEState.CE_STATE_ENABLED,
        valid(detail.getStatus()),
        managed ? resources.getMinVcpus() : 0,
        managed ? resources.getMaxVcpus() : detail.getUnmanagedVcpus(),
        idleDelay(detail),
        entry.getDeleted());
  }

  /** During an update jobs go on, as on AWS. */
  private static boolean valid(CEStatus status) {
    return status == CEStatus.CE_STATUS_VALID || status == CEStatus.CE_STATUS_UPDATING;
  }

  private static @Nullable Duration idleDelay(ComputeEnvironmentDetail detail) {
    var policy = detail.getComputeResources().getScalingPolicy();
    return policy.getMinScaleDownDelayMinutes() > 0
        ? Duration.ofMinutes(policy.getMinScaleDownDelayMinutes())
        : null;
  }
}
