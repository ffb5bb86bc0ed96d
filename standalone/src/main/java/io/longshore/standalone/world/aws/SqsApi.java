package io.longshore.standalone.world.aws;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/** SQS on its JSON protocol. */
final class SqsApi {

  private static final int MOST = 10;
  private static final long DEFAULT_HIDDEN_SECONDS = 30;

  private final Queues queues;
  private final String account;

  SqsApi(Queues queues, String account) {
    this.queues = queues;
    this.account = account;
  }

  /**
   * Answers one action.
   *
   * @param authority host and port that the client used, for queue URLs
   * @param gone tells that the client has hung up
   */
  Future<JsonObject> answer(
      String action, JsonObject request, String authority, BooleanSupplier gone) {
    return switch (action) {
      case "CreateQueue" -> {
        String name = request.getString("QueueName", "");
        if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
          throw AwsException.invalid(
              "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in"
                  + " length");
        }
        yield done(url(authority, queues.create(name)));
      }
      case "GetQueueUrl" -> done(url(authority, find(request.getString("QueueName", ""))));
      case "SendMessage" -> done(send(request));
      case "ReceiveMessage" -> receive(request, gone);
      case "DeleteMessage" -> {
        queue(request).delete(request.getString("ReceiptHandle"));
        yield done(new JsonObject());
      }
      case "DeleteMessageBatch" -> done(deleteBatch(request));
      case "ChangeMessageVisibility" -> {
        queue(request)
            .hide(
                request.getString("ReceiptHandle", ""),
                1_000 * request.getLong("VisibilityTimeout", 0L));
        yield done(new JsonObject());
      }
      case "GetQueueAttributes" -> done(attributes(queue(request)));
      default ->
          throw AwsException.client(
              "InvalidAction", "The action %s is not valid for this endpoint.".formatted(action));
    };
  }

  private static Future<JsonObject> done(JsonObject answer) {
    return Future.succeededFuture(answer);
  }

  private JsonObject url(String authority, Queue queue) {
    return new JsonObject()
        .put("QueueUrl", "http://%s/%s/%s".formatted(authority, account, queue.name()));
  }

  private Queue queue(JsonObject request) {
    String url = request.getString("QueueUrl", "");
    return find(url.substring(url.lastIndexOf('/') + 1));
  }

  private Queue find(String name) {
    return queues
        .find(name)
        .orElseThrow(
            () -> AwsException.client("QueueDoesNotExist", "The specified queue does not exist."));
  }

  private JsonObject send(JsonObject request) {
    String body = request.getString("MessageBody", "");
    String id =
        queue(request).send(body, request.getJsonObject("MessageAttributes", new JsonObject()));
    return new JsonObject().put("MessageId", id).put("MD5OfMessageBody", md5(body));
  }

  private Future<JsonObject> receive(JsonObject request, BooleanSupplier gone) {
    int most = request.getInteger("MaxNumberOfMessages", 1);
    if (most < 1 || most > MOST) {
      throw AwsException.invalid(
          "Value %d for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided."
              .formatted(most));
    }
    long hidden = 1_000 * request.getLong("VisibilityTimeout", DEFAULT_HIDDEN_SECONDS);
    long wait = 1_000 * request.getLong("WaitTimeSeconds", 0L);
    return queue(request)
        .receive(most, hidden, wait, gone)
        .map(
            received -> {
              var list = new JsonArray();
              received.forEach(m -> list.add(message(m)));
              return list.isEmpty() ? new JsonObject() : new JsonObject().put("Messages", list);
            });
  }

  private static JsonObject message(Queue.Received message) {
    return new JsonObject()
        .put("MessageId", message.id())
        .put("ReceiptHandle", message.receipt())
        .put("MD5OfBody", md5(message.body()))
        .put("Body", message.body())
        .put(
            "Attributes",
            new JsonObject()
                .put("SentTimestamp", Long.toString(message.sentAt()))
                .put("ApproximateReceiveCount", Integer.toString(message.count())));
  }

  private JsonObject deleteBatch(JsonObject request) {
    Queue queue = queue(request);
    var successful = new JsonArray();
    for (Object each : request.getJsonArray("Entries", new JsonArray())) {
      var entry = (JsonObject) each;
      queue.delete(entry.getString("ReceiptHandle"));
      successful.add(new JsonObject().put("Id", entry.getString("Id")));
    }
    if (successful.isEmpty()) {
      throw AwsException.client(
          "EmptyBatchRequest",
          "There should be at least one DeleteMessageBatchRequestEntry in the request.");
    }
    return new JsonObject().put("Successful", successful).put("Failed", new JsonArray());
  }

  private JsonObject attributes(Queue queue) {
    var attributes =
        new JsonObject()
            .put("ApproximateNumberOfMessages", Long.toString(queue.visible()))
            .put("ApproximateNumberOfMessagesNotVisible", Long.toString(queue.hidden()))
            .put("VisibilityTimeout", Long.toString(DEFAULT_HIDDEN_SECONDS))
            .put("QueueArn", "arn:aws:sqs:us-east-1:%s:%s".formatted(account, queue.name()));
    return new JsonObject().put("Attributes", attributes);
  }

  static JsonObject error(AwsException e) {
    return new JsonObject()
        .put("__type", "com.amazonaws.sqs#" + e.code())
        .put("message", e.getMessage());
  }

  /** The error as the older query protocol names it, which SDKs go by. */
  static String queryError(AwsException e) {
    String code =
        e.code().equals("QueueDoesNotExist") ? "AWS.SimpleQueueService.NonExistentQueue" : e.code();
    return code + (e.status() < 500 ? ";Sender" : ";Receiver");
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
