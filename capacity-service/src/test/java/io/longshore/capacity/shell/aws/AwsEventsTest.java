package io.longshore.capacity.shell.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.interrupt.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** EC2's events in SQS. */
class AwsEventsTest extends AgainstMoto {

  @Test
  void eventsComeUntilTheyAreDeleted() {
    send("not json");
    send(
        """
        {"version":"0","id":"1","detail-type":"EC2 Spot Instance Interruption Warning",
         "source":"aws.ec2","account":"123456789012","time":"2026-03-01T00:00:00Z",
         "region":"us-east-1","resources":["arn:aws:ec2:us-east-1b:instance/i-0b6"],
         "detail":{"instance-id":"i-0b6","instance-action":"terminate"}}
        """);
    var events = new ArrayList<>(await(cloud.receive()));
    while (events.size() < 2) {
      events.addAll(await(cloud.receive()));
    }
    assertThat(events)
        .extracting(Notice::read)
        .contains(
            new Notice.Interruption("i-0b6", "terminate", Instant.parse("2026-03-01T00:00:00Z")))
        .anyMatch(n -> n instanceof Notice.Unknown);
    await(cloud.delete(events.stream().map(e -> e.receipt()).toList()).replaceWith(true));
    assertThat(
            CLIENTS
                .sqs()
                .getQueueAttributes(r -> r.queueUrl(QUEUE).attributeNamesWithStrings("All"))
                .join()
                .attributesAsStrings())
        .containsEntry("ApproximateNumberOfMessages", "0")
        .containsEntry("ApproximateNumberOfMessagesNotVisible", "0");
  }

  @Test
  void memberThatIsNullMakesAnEventUnknownAndHoldsUpNoOther() {
    for (var body :
        List.of(
            "{\"detail-type\":null,\"time\":null,\"detail\":null}",
            "{\"detail-type\":\"x\",\"time\":\"2026-03-01T00:00:00Z\",\"detail\":null}",
            "{\"time\":7}",
            "[]",
            "")) {
      var event = AwsEvents.read(Message.builder().receiptHandle("r").body(body).build());
      assertThat(Notice.read(event)).as(body).isInstanceOf(Notice.Unknown.class);
    }
  }

  private void send(String body) {
    assertThat(
            CLIENTS.sqs().sendMessage(r -> r.queueUrl(QUEUE).messageBody(body)).join().messageId())
        .isNotEmpty();
  }
}
