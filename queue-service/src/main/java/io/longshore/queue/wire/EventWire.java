package io.longshore.queue.wire;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.events.v1.JobEvent;
import io.longshore.queue.core.Arns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Public events, in the shape of AWS Batch's EventBridge events. */
public final class EventWire {

  private EventWire() {}

  /**
   * The event of a change.
   *
   * @param environmentValues whether values of environment variables are told; they may be secrets
   */
  public static JobEvent event(
      UUID id, JobDetail job, Instant at, long version, Arns arns, boolean environmentValues) {
    return JobEvent.newBuilder()
        .setVersion("0")
        .setId(id.toString())
        .setDetailType("Batch Job State Change")
        .setSource("aws.batch")
        .setAccount(arns.account())
        .setTime(at.truncatedTo(ChronoUnit.SECONDS).toString())
        .setRegion(arns.region())
        .addResources(job.getJobArn())
        .setDetail(environmentValues ? job : withoutValues(job))
        .setJobVersion(version)
        .build();
  }

  private static JobDetail withoutValues(JobDetail job) {
    var told = job.toBuilder();
    if (told.hasContainer()) {
      told.getContainerBuilder()
          .getEnvironmentBuilderList()
          .forEach(variable -> variable.clearValue());
    }
    if (told.hasEksProperties()) {
      var pod = told.getEksPropertiesBuilder().getPodPropertiesBuilder();
      pod.getContainersBuilderList()
          .forEach(c -> c.getEnvBuilderList().forEach(variable -> variable.clearValue()));
      pod.getInitContainersBuilderList()
          .forEach(c -> c.getEnvBuilderList().forEach(variable -> variable.clearValue()));
    }
    return told.build();
  }
}
