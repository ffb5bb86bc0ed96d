package io.longshore.standalone.world.aws;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instance as it stands.
 *
 * @param id EC2's id
 * @param order what it was launched as
 * @param ip its private address
 * @param tags its tags
 * @param state its state
 * @param reasonCode EC2's code for why it ended, empty before
 * @param reason EC2's words for it
 * @param launchedAt epoch milliseconds
 * @param endedAt when it was terminated, epoch milliseconds; 0 before
 */
public record Ec2Instance(
    String id,
    Order order,
    String ip,
    Map<String, String> tags,
    State state,
    String reasonCode,
    String reason,
    long launchedAt,
    long endedAt) {

  /** EC2's states with their codes. */
  public enum State {
    /** Under way. */
    PENDING(0, "pending"),
    /** Up, which says nothing of what runs on it. */
    RUNNING(16, "running"),
    /** Going. */
    SHUTTING_DOWN(32, "shutting-down"),
    /** Gone for ever. */
    TERMINATED(48, "terminated");

    private final int code;
    private final String text;

    State(int code, String text) {
      this.code = code;
      this.text = text;
    }

    int code() {
      return code;
    }

    /** The state as EC2 names it. */
    public String text() {
      return text;
    }

    static State parse(String text) {
      for (State state : values()) {
        if (state.text.equals(text)) {
          return state;
        }
      }
      throw new IllegalArgumentException("no state: " + text);
    }
  }

  /**
   * What to launch.
   *
   * @param type the type's name
   * @param market how it is bought
   * @param zone where
   * @param subnet in which subnet
   * @param template the launch template's id
   * @param templateVersion its version
   * @param imageId its image
   * @param userData as the template has it, in base64
   */
  public record Order(
      String type,
      Market market,
      String zone,
      String subnet,
      String template,
      long templateVersion,
      String imageId,
      String userData) {}

  /** Copies what it is given. */
  public Ec2Instance {
    tags = Map.copyOf(tags);
  }

  Ec2Instance with(State next) {
    return new Ec2Instance(id, order, ip, tags, next, reasonCode, reason, launchedAt, endedAt);
  }

  Ec2Instance ending(State next, String code, String why, long at) {
    return new Ec2Instance(id, order, ip, tags, next, code, why, launchedAt, at);
  }

  Ec2Instance tagged(Map<String, String> more) {
    var all = new LinkedHashMap<>(tags);
    all.putAll(more);
    return new Ec2Instance(id, order, ip, all, state, reasonCode, reason, launchedAt, endedAt);
  }

  /** Whether it is up or coming up. */
  public boolean alive() {
    return state == State.PENDING || state == State.RUNNING;
  }

  /** Whether it still is in some way. */
  public boolean exists() {
    return state != State.TERMINATED;
  }

  /** Its host name, which is its node's name. */
  public String hostName(String region) {
    String suffix = region.equals("us-east-1") ? "ec2.internal" : region + ".compute.internal";
    return "ip-%s.%s".formatted(ip.replace('.', '-'), suffix);
  }

  JsonObject json() {
    var tagJson = new JsonObject();
    new TreeMap<>(tags).forEach(tagJson::put);
    return new JsonObject()
        .put("id", id)
        .put("type", order.type())
        .put("market", order.market().text())
        .put("zone", order.zone())
        .put("subnet", order.subnet())
        .put("template", order.template())
        .put("templateVersion", order.templateVersion())
        .put("imageId", order.imageId())
        .put("userData", order.userData())
        .put("ip", ip)
        .put("tags", tagJson)
        .put("state", state.text())
        .put("reasonCode", reasonCode)
        .put("reason", reason)
        .put("launchedAt", launchedAt)
        .put("endedAt", endedAt);
  }

  static Ec2Instance read(JsonObject json) {
    var tags = new TreeMap<String, String>();
    json.getJsonObject("tags").forEach(e -> tags.put(e.getKey(), (String) e.getValue()));
    return new Ec2Instance(
        json.getString("id"),
        new Order(
            json.getString("type"),
            Market.parse(json.getString("market")),
            json.getString("zone"),
            json.getString("subnet"),
            json.getString("template"),
            json.getLong("templateVersion"),
            json.getString("imageId"),
            json.getString("userData")),
        json.getString("ip"),
        tags,
        State.parse(json.getString("state")),
        json.getString("reasonCode"),
        json.getString("reason"),
        json.getLong("launchedAt"),
        json.getLong("endedAt"));
  }
}
