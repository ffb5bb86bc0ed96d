package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.interrupt.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/** EC2's events out of an SQS queue that EventBridge fills. */
final class AwsEvents {

  /** SQS's own limit. */
  private static final int PER_CALL = 10;

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final SqsAsyncClient sqs;
  private final AwsSettings.Queue queue;

  AwsEvents(SqsAsyncClient sqs, AwsSettings.Queue queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  Uni<List<Event>> receive() {
    var patience = queue.poll().plus(ANSWER);
    return Calls.call(
            () ->
                sqs.receiveMessage(
                    r ->
                        r.queueUrl(queue.url())
                            .maxNumberOfMessages(PER_CALL)
                            .waitTimeSeconds((int) queue.poll().toSeconds())
                            .visibilityTimeout((int) queue.hidden().toSeconds())
                            .overrideConfiguration(
                                o -> o.apiCallTimeout(patience).apiCallAttemptTimeout(patience))))
        .map(answer -> answer.messages().stream().map(AwsEvents::read).toList());
  }

  Uni<Void> delete(List<String> receipts) {
    var parts = new ArrayList<List<String>>();
    for (int i = 0; i < receipts.size(); i += PER_CALL) {
      parts.add(receipts.subList(i, Math.min(receipts.size(), i + PER_CALL)));
    }
    return Multi.createFrom()
        .iterable(parts)
        .onItem()
        .transformToUniAndConcatenate(this::deleteSome)
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private Uni<Void> deleteSome(List<String> receipts) {
    var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
    for (var receipt : receipts) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id("m" + entries.size())
              .receiptHandle(receipt)
              .build());
    }
    return Calls.call(() -> sqs.deleteMessageBatch(r -> r.queueUrl(queue.url()).entries(entries)))
        .replaceWithVoid();
  }

  /** An EventBridge event; a message that is none gets an empty kind, which the core knows not. */
  static Event read(Message message) {
    try {
      var json = new JsonObject(message.body());
      return new Event(
          message.receiptHandle(),
          text(json, "detail-type"),
          Instant.parse(text(json, "time")),
          flat(Optional.ofNullable(json.getJsonObject("detail")).orElseGet(JsonObject::new)));
    } catch (DecodeException | DateTimeException | ClassCastException e) {
      return new Event(message.receiptHandle(), "", Instant.EPOCH, Map.of());
    }
  }

  /** A member may be there and be null. */
  private static String text(JsonObject json, String member) {
    return Optional.ofNullable(json.getString(member)).orElse("");
  }

  private static Map<String, String> flat(JsonObject detail) {
    var flat = new HashMap<String, String>();
    detail.forEach(entry -> flat.put(entry.getKey(), String.valueOf(entry.getValue())));
    return flat;
  }
}
