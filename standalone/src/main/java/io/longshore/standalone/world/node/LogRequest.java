package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.ApiException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a pod's log asks for.
 *
 * @param container empty where the pod's only one is meant
 * @param follow stay until the container ends
 * @param timestamps show each line's time
 * @param tailLines lines before the end to start at; negative for all
 * @param since lines from then on; null for all
 * @param limitBytes bytes at most; negative for all
 */
record LogRequest(
    String container,
    boolean follow,
    boolean timestamps,
    long tailLines,
    @Nullable Instant since,
    long limitBytes) {

  static LogRequest read(HttpServerRequest request) {
    return new LogRequest(
        request.getParam("container", ""),
        flag(request, "follow"),
        flag(request, "timestamps"),
        number(request, "tailLines"),
        since(request),
        number(request, "limitBytes"));
  }

  static boolean flag(HttpServerRequest request, String name) {
    String value = request.getParam(name, "false");
    return value.equals("true") || value.equals("1");
  }

  private static long number(HttpServerRequest request, String name) {
    String value = request.getParam(name);
    try {
      return value == null ? -1 : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw ApiException.of(400, "BadRequest", "invalid " + name + ": " + value);
    }
  }

  private static @Nullable Instant since(HttpServerRequest request) {
    long seconds = number(request, "sinceSeconds");
    String time = request.getParam("sinceTime");
    if (seconds >= 0 && time != null) {
      throw ApiException.of(
          400, "BadRequest", "at most one of `sinceTime` or `sinceSeconds` may be specified");
    }
    try {
      return seconds >= 0
          ? Instant.now().minusSeconds(seconds)
          : time == null ? null : OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeParseException e) {
      throw ApiException.of(400, "BadRequest", "invalid sinceTime: " + time);
    }
  }
}
