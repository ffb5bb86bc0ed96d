package io.longshore.standalone.world.control;

import io.longshore.standalone.world.kube.Registry;
import io.longshore.standalone.world.node.Machines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Serves {@code /world/…}. */
public final class ControlServer {

  private final Vertx vertx;
  private final Machines machines;
  private final Faults faults;
  private final Registry registry;

  /** A server over the world's parts. */
  public ControlServer(Vertx vertx, Machines machines, Faults faults, Registry registry) {
    this.vertx = vertx;
    this.machines = machines;
    this.faults = faults;
    this.registry = registry;
  }

  /** Listens on loopback; port 0 takes a free one. */
  public Future<HttpServer> listen(int port) {
    var options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
    return vertx.createHttpServer(options).requestHandler(this::handle).listen();
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              try {
                JsonObject answer = route(request, body);
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(answer.toBuffer());
              } catch (IllegalArgumentException e) {
                request.response().setStatusCode(400).end(e.getMessage());
              }
            });
  }

  private JsonObject route(HttpServerRequest request, Buffer body) {
    switch (request.method() + " " + request.path()) {
      case "POST /world/join" -> machines.join(required(request, "machine"), arguments(body));
      case "POST /world/freeze" -> machines.freeze(required(request, "node"), true);
      case "POST /world/thaw" -> machines.freeze(required(request, "node"), false);
      case "POST /world/compact" -> registry.store().compact();
      case "POST /world/faults" -> faults.add(fault(body.toJsonObject()));
      case "DELETE /world/faults" -> faults.clear();
      default ->
          throw new IllegalArgumentException(
              "no such control: " + request.method() + " " + request.path());
    }
    return new JsonObject();
  }

  private static Faults.Fault fault(JsonObject json) {
    return new Faults.Fault(
        Faults.Surface.valueOf(json.getString("surface", "KUBE")),
        Faults.Mode.valueOf(json.getString("mode", "REFUSE")),
        json.getInteger("status", 500),
        json.getString("code", "InternalError"),
        json.getString("match", ""),
        json.getDouble("rate", 1.0),
        json.getLong("calls", 1L));
  }

  /** The bootstrap command sends one argument a line, in base64. */
  private static List<String> arguments(Buffer body) {
    return body.toString()
        .lines()
        .map(line -> new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8))
        .toList();
  }

  private static String required(HttpServerRequest request, String parameter) {
    String value = request.getParam(parameter);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("missing parameter " + parameter);
    }
    return value;
  }
}
