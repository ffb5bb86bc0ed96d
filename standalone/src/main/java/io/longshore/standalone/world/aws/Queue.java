package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.store.Journal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * A standard SQS queue: messages hide while somebody works on them and come back unless deleted.
 */
final class Queue {

  private final String table;
  private final Journal journal;
  private final Vertx vertx;
  private final String name;
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();

  /** A message and until when it hides; hiding does not survive the world. */
  private static final class Message {
    final String id;
    final String body;
    final JsonObject attributes;
    final long sentAt;
    long hiddenUntil;
    int received;

    Message(String id, String body, JsonObject attributes, long sentAt) {
      this.id = id;
      this.body = body;
      this.attributes = attributes;
      this.sentAt = sentAt;
    }
  }

  /** A message as a receiver gets it. */
  record Received(
      String id, String receipt, String body, JsonObject attributes, long sentAt, int count) {}

  private record Waiter(
      int most, long hiddenMillis, BooleanSupplier gone, Promise<List<Received>> answer) {}

  Queue(Journal journal, Vertx vertx, String name) {
    this.table = "aws-queue/" + name;
    this.journal = journal;
    this.vertx = vertx;
    this.name = name;
    journal
        .table(table)
        .forEach(
            (id, json) ->
                messages.put(
                    id,
                    new Message(
                        id,
                        json.getString("body"),
                        json.getJsonObject("attributes"),
                        json.getLong("sentAt"))));
  }

  String name() {
    return name;
  }

  String send(String body, JsonObject attributes) {
    String id = UUID.randomUUID().toString();
    var message = new Message(id, body, attributes, System.currentTimeMillis());
    messages.put(id, message);
    journal.put(
        table,
        id,
        new JsonObject()
            .put("body", body)
            .put("attributes", attributes)
            .put("sentAt", message.sentAt));
    wake();
    return id;
  }

  /**
   * Up to so many messages; where there are none it waits for one.
   *
   * @param gone tells that nobody waits any more: a message must not hide for nobody
   */
  Future<List<Received>> receive(
      int most, long hiddenMillis, long waitMillis, BooleanSupplier gone) {
    List<Received> now = take(most, hiddenMillis);
    if (!now.isEmpty() || waitMillis <= 0) {
      return Future.succeededFuture(now);
    }
    Promise<List<Received>> answer = Promise.promise();
    var waiter = new Waiter(most, hiddenMillis, gone, answer);
    waiters.add(waiter);
    vertx.setTimer(
        waitMillis,
        _ -> {
          if (waiters.remove(waiter)) {
            answer.complete(List.of());
          }
        });
    return answer.future();
  }

  /** Deletes what a receipt stands for; an old receipt does too. */
  void delete(String receipt) {
    int hash = receipt.indexOf('#');
    String id = hash < 0 ? receipt : receipt.substring(0, hash);
    messages.remove(id);
    journal.remove(table, id);
  }

  /** Makes a message hide for another while. */
  void hide(String receipt, long millis) {
    Message message = messages.get(receipt.substring(0, Math.max(0, receipt.indexOf('#'))));
    if (message != null) {
      hide(message, millis);
    }
  }

  long visible() {
    long now = System.currentTimeMillis();
    return messages.values().stream().filter(m -> m.hiddenUntil <= now).count();
  }

  long hidden() {
    return messages.size() - visible();
  }

  private List<Received> take(int most, long hiddenMillis) {
    long now = System.currentTimeMillis();
    var taken = new ArrayList<Received>();
    for (Message message : messages.values()) {
      if (taken.size() < most && message.hiddenUntil <= now) {
        message.received++;
        hide(message, hiddenMillis);
        taken.add(
            new Received(
                message.id,
                message.id + "#" + UUID.randomUUID(),
                message.body,
                message.attributes,
                message.sentAt,
                message.received));
      }
    }
    return taken;
  }

  private void hide(Message message, long millis) {
    message.hiddenUntil = System.currentTimeMillis() + millis;
    vertx.setTimer(Math.max(1, millis + 1), _ -> wake());
  }

  private void wake() {
    waiters.removeIf(w -> w.gone().getAsBoolean());
    for (Waiter waiter : List.copyOf(waiters)) {
      List<Received> taken = take(waiter.most(), waiter.hiddenMillis());
      if (taken.isEmpty()) {
        return;
      }
      waiters.remove(waiter);
      waiter.answer().complete(taken);
    }
  }
}
