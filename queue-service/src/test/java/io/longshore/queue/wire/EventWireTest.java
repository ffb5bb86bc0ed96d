package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.queue.core.Arns;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventWireTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  private static final UUID ID = new UUID(0, 1);

  private static JobDetail job() {
    var job = JobDetail.newBuilder().setJobArn("arn:job");
    var pod = job.getEksPropertiesBuilder().getPodPropertiesBuilder();
    pod.addContainersBuilder().addEnvBuilder().setName("A").setValue("secret");
    pod.addInitContainersBuilder().addEnvBuilder().setName("B").setValue("secret");
    job.getContainerBuilder().addEnvironmentBuilder().setName("C").setValue("secret");
    return job.build();
  }

  @Test
  void eventHasTheShapeThatRulesForAwsMatch() {
    var at = Instant.parse("2026-01-02T03:04:05.678Z");
    var event = EventWire.event(ID, job(), at, 7, ARNS, false);
    assertThat(event.getDetailType()).isEqualTo("Batch Job State Change");
    assertThat(event.getSource()).isEqualTo("aws.batch");
    assertThat(event.getTime()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(event.getRegion()).isEqualTo("us-east-1");
    assertThat(event.getAccount()).isEqualTo("000000000000");
    assertThat(event.getResourcesList()).containsExactly("arn:job");
    assertThat(event.getId()).isEqualTo(ID.toString());
    assertThat(event.getJobVersion()).isEqualTo(7);
  }

  @Test
  void valuesOfVariablesAreToldOnlyWhereThatIsWanted() {
    var told = EventWire.event(ID, job(), Instant.EPOCH, 1, ARNS, false).getDetail();
    var pod = told.getEksProperties().getPodProperties();
    assertThat(pod.getContainers(0).getEnv(0).getName()).isEqualTo("A");
    assertThat(pod.getInitContainers(0).getEnv(0).getName()).isEqualTo("B");
    assertThat(told.getContainer().getEnvironment(0).getName()).isEqualTo("C");
    assertThat(told.toString()).doesNotContain("secret");
    assertThat(EventWire.event(ID, job(), Instant.EPOCH, 1, ARNS, true).getDetail())
        .isEqualTo(job());
  }
}
