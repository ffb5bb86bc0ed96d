package io.longshore.standalone.world.kube;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** One request and its answer, which a fault may lose. */
final class Exchange {

  private final HttpServerRequest request;
  private final boolean answerLost;

  Exchange(HttpServerRequest request, boolean answerLost) {
    this.request = request;
    this.answerLost = answerLost;
  }

  HttpServerRequest request() {
    return request;
  }

  boolean flag(String parameter) {
    String value = request.getParam(parameter, "false");
    return value.equals("true") || value.equals("1");
  }

  boolean dryRun() {
    String value = request.getParam("dryRun", "");
    if (!value.isEmpty() && !value.equals("All")) {
      throw ApiException.badRequest("invalid dryRun: " + value + "; supported: \"All\"");
    }
    return value.equals("All");
  }

  void answer(int code, Buffer json) {
    if (answerLost) {
      request.connection().close();
      return;
    }
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(code).putHeader("Content-Type", "application/json").end(json);
  }

  void answer(int code, StoredObject object) {
    answer(code, object.encoded());
  }

  void answer(int code, JsonObject json) {
    answer(code, json.toBuffer());
  }

  void fail(Throwable failure) {
    ApiException refusal =
        failure instanceof ApiException e
            ? e
            : ApiException.of(500, "InternalError", "Internal error occurred: " + failure);
    if (refusal.code() == 429) {
      request.response().putHeader("Retry-After", "1");
    }
    answer(refusal.code(), refusal.status());
  }
}
