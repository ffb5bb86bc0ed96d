package io.longshore.standalone.world.aws;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * EC2's events as EventBridge puts them into an SQS queue, and the interruption that one announces.
 */
public final class EventBus {

  private final Vertx vertx;
  private final Instances instances;
  private final Queues queues;
  private final Settings settings;

  /**
   * Where events go.
   *
   * @param queue the queue's name
   * @param account the account in events
   * @param noticeMillis from a Spot notice to its end
   */
  public record Settings(String queue, String account, LongSupplier noticeMillis) {}

  /** Events about instances. */
  public EventBus(Vertx vertx, Instances instances, Queues queues, Settings settings) {
    this.vertx = vertx;
    this.instances = instances;
    this.queues = queues;
    this.settings = settings;
    var unused = queues.create(settings.queue());
  }

  /** Takes a Spot instance back: a notice now, and the end when the notice is over. */
  public void interrupt(String id) {
    Ec2Instance instance = instances.required(id);
    if (instance.order().market() != Market.SPOT || !instance.alive()) {
      throw new IllegalArgumentException(id + " is no Spot instance that is alive");
    }
    send("EC2 Spot Instance Interruption Warning", instance, "instance-action", "terminate");
    vertx.setTimer(
        Math.max(1, settings.noticeMillis().getAsLong()),
        _ ->
            instances.terminate(
                id,
                "Server.SpotInstanceTermination",
                "Server.SpotInstanceTermination: Spot instance termination"));
  }

  /** Says that a Spot instance is at risk; nothing happens to it. */
  public void recommendRebalance(String id) {
    send("EC2 Instance Rebalance Recommendation", instances.required(id), "", "");
  }

  private void send(String type, Ec2Instance instance, String key, String value) {
    var detail = new JsonObject().put("instance-id", instance.id());
    if (!key.isEmpty()) {
      detail.put(key, value);
    }
    var event =
        new JsonObject()
            .put("version", "0")
            .put("id", UUID.randomUUID().toString())
            .put("detail-type", type)
            .put("source", "aws.ec2")
            .put("account", settings.account())
            .put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("region", instances.geography().region())
            .put(
                "resources",
                new JsonArray()
                    .add(
                        "arn:aws:ec2:%s:instance/%s"
                            .formatted(instance.order().zone(), instance.id())))
            .put("detail", detail);
    queues.create(settings.queue()).send(event.encode(), new JsonObject());
  }
}
