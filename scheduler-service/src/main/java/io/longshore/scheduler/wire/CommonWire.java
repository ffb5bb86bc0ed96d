package io.longshore.scheduler.wire;

import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.LaunchKey;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.ContainerStatus;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.StateName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all messages are made of. */
final class CommonWire {
  private CommonWire() {}

  static Resources read(io.longshore.api.internal.v1.Resources m) {
    return new Resources(m.getVcpuMillis(), m.getMemoryBytes(), m.getGpus(), m.getOtherMap());
  }

  static io.longshore.api.internal.v1.Resources write(Resources r) {
    return io.longshore.api.internal.v1.Resources.newBuilder()
        .setVcpuMillis(r.vcpuMillis())
        .setMemoryBytes(r.memoryBytes())
        .setGpus(r.gpus())
        .putAllOther(r.other())
        .build();
  }

  static Shape read(io.longshore.api.internal.v1.Shape m) {
    return new Shape(read(m.getRequests()), m.getArchitecture(), m.getNodeSelectorMap());
  }

  static io.longshore.api.internal.v1.Shape write(Shape s) {
    return io.longshore.api.internal.v1.Shape.newBuilder()
        .setRequests(write(s.requests()))
        .setArchitecture(s.architecture())
        .putAllNodeSelector(s.nodeSelector())
        .build();
  }

  static LaunchId read(LaunchKey m) {
    if (m.hasNodeIndex()) {
      throw new IllegalArgumentException("multi-node jobs are not scheduled: " + m);
    }
    var job = key(m.getJobId(), m.hasArrayIndex(), m.getArrayIndex());
    return new LaunchId(job, m.getLaunch());
  }

  static LaunchKey write(LaunchId launch) {
    var m =
        LaunchKey.newBuilder().setJobId(launch.job().id().toString()).setLaunch(launch.number());
    if (launch.job().isChild()) {
      m.setArrayIndex(launch.job().index());
    }
    return m.build();
  }

  static JobKey key(String id, boolean isChild, int index) {
    return new JobKey(JobId.of(id), isChild ? index : JobKey.WHOLE);
  }

  static List<ContainerStatus> read(List<io.longshore.api.internal.v1.ContainerStatus> list) {
    return list.stream().map(CommonWire::read).toList();
  }

  private static ContainerStatus read(io.longshore.api.internal.v1.ContainerStatus m) {
    return new ContainerStatus(
        m.getName(),
        m.getInit(),
        m.getContainerId(),
        m.hasExitCode() ? m.getExitCode() : null,
        m.getReason(),
        m.getMessage());
  }

  static List<io.longshore.api.internal.v1.ContainerStatus> write(List<ContainerStatus> list) {
    return list.stream().map(CommonWire::write).toList();
  }

  private static io.longshore.api.internal.v1.ContainerStatus write(ContainerStatus c) {
    var m =
        io.longshore.api.internal.v1.ContainerStatus.newBuilder()
            .setName(c.name())
            .setInit(c.init())
            .setContainerId(c.containerId())
            .setReason(c.reason())
            .setMessage(c.message());
    if (c.exitCode() != null) {
      m.setExitCode(c.exitCode());
    }
    return m.build();
  }

  static JobState write(StateName name) {
    return switch (name) {
      case SUBMITTED -> JobState.JOB_STATE_SUBMITTED;
      case PENDING -> JobState.JOB_STATE_PENDING;
      case RUNNABLE -> JobState.JOB_STATE_RUNNABLE;
      case STARTING -> JobState.JOB_STATE_STARTING;
      case RUNNING -> JobState.JOB_STATE_RUNNING;
      case SUCCEEDED -> JobState.JOB_STATE_SUCCEEDED;
      case FAILED -> JobState.JOB_STATE_FAILED;
    };
  }

  static Instant time(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis);
  }

  static @Nullable Instant time(boolean isSet, long epochMillis) {
    return isSet ? Instant.ofEpochMilli(epochMillis) : null;
  }
}
