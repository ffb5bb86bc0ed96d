package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Caller.job;
import static io.longshore.queue.shell.app.Others.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.JobSummary;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The public intake from Kafka. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs = @ResourceArg(name = "topics", value = Topics.ALL))
class SubmissionsQTest extends WithCaller {

  private static final String QUEUE = "intake";
  private static final String TOPIC = "longshore.submissions";
  private static final String REJECTED = "longshore.submissions.rejected";

  @Test
  void goodRecordIsAJobAndEachOtherIsRejectedWithItsReason() {
    caller.ready(QUEUE);
    int first = KafkaResource.records(TOPIC, 0).size();
    byte[] garbage = {(byte) 0xff, (byte) 0xff};
    byte[] invalid = job(QUEUE).setJobName("not a name").build().toByteArray();
    KafkaResource.produce(TOPIC, 0, "bad", garbage);
    KafkaResource.produce(TOPIC, 0, "worse", invalid);
    byte[] nowhere = job(QUEUE).setJobQueue("nowhere").build().toByteArray();
    KafkaResource.produce(TOPIC, 0, "lost", nowhere);
    KafkaResource.produce(
        TOPIC, 0, "good", job(QUEUE).setJobName("from-kafka").build().toByteArray());
    soon()
        .untilAsserted(
            () ->
                assertThat(jobs())
                    .extracting(JobSummary::getJobName)
                    .containsExactly("from-kafka"));
    var rejected = soon().until(() -> KafkaResource.records(REJECTED, 0), r -> r.size() >= 3);
    assertThat(rejected).hasSize(3);
    var garbled = rejected.get(0);
    assertThat(garbled.value()).isEqualTo(garbage);
    assertThat(new String(garbled.key(), StandardCharsets.UTF_8)).isEqualTo("bad");
    assertThat(header(garbled, "reason")).startsWith("not a SubmitJobRequest");
    assertThat(header(garbled, "source-topic")).isEqualTo(TOPIC);
    assertThat(header(garbled, "source-offset")).isEqualTo(String.valueOf(first));
    var second = rejected.get(1);
    assertThat(second.value()).isEqualTo(invalid);
    assertThat(header(second, "field")).isEqualTo("jobName");
    assertThat(header(second, "reason"))
        .isEqualTo("jobName: Job name should match a valid pattern.");
    assertThat(header(second, "source-offset")).isEqualTo(String.valueOf(first + 1));
    assertThat(header(rejected.get(2), "field")).isEqualTo("jobQueue");
    assertThat(header(rejected.get(2), "reason")).isEqualTo("JobQueue nowhere not found.");
  }

  @Test
  void topicThatIsMadeAgainIsReadFromItsBeginning() {
    caller.ready(QUEUE);
    produce("before");
    soon().until(() -> jobs("before").size() == 1);
    KafkaResource.delete(TOPIC);
    KafkaResource.create(1, TOPIC);
    for (int i = 0; i < 20; i++) {
      produce("after-" + i);
    }
    soon().untilAsserted(() -> assertThat(jobs("after-*")).hasSize(20));
    assertThat(jobs("before")).hasSize(1);
  }

  private static void produce(String name) {
    KafkaResource.produce(TOPIC, 0, name, job(QUEUE).setJobName(name).build().toByteArray());
  }

  private List<JobSummary> jobs() {
    return jobs("from-kafka");
  }

  private List<JobSummary> jobs(String name) {
    var request = ListJobsRequest.newBuilder().setJobQueue(QUEUE);
    request.addFiltersBuilder().setName("JOB_NAME").addValues(name);
    return caller.api().listJobs(request.build()).getJobSummaryListList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
