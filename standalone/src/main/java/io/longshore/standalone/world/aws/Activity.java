package io.longshore.standalone.world.aws;

import io.vertx.core.json.JsonObject;

/**
 * A scaling activity.
 *
 * @param id its id
 * @param group its group
 * @param instance the instance that it is about, empty where none was launched
 * @param status InProgress, Successful, Failed
 * @param description what is done
 * @param cause why
 * @param message why it failed, empty where it did not
 * @param startedAt epoch milliseconds
 * @param endedAt epoch milliseconds; 0 while it goes on
 */
record Activity(
    String id,
    String group,
    String instance,
    Status status,
    String description,
    String cause,
    String message,
    long startedAt,
    long endedAt) {

  /** How far it is. */
  enum Status {
    InProgress,
    Successful,
    Failed
  }

  Activity ended(long at) {
    return new Activity(
        id, group, instance, Status.Successful, description, cause, message, startedAt, at);
  }

  JsonObject json() {
    return new JsonObject()
        .put("id", id)
        .put("group", group)
        .put("instance", instance)
        .put("status", status.name())
        .put("description", description)
        .put("cause", cause)
        .put("message", message)
        .put("startedAt", startedAt)
        .put("endedAt", endedAt);
  }

  static Activity read(JsonObject json) {
    return new Activity(
        json.getString("id"),
        json.getString("group"),
        json.getString("instance"),
        Status.valueOf(json.getString("status")),
        json.getString("description"),
        json.getString("cause"),
        json.getString("message"),
        json.getLong("startedAt"),
        json.getLong("endedAt"));
  }
}
