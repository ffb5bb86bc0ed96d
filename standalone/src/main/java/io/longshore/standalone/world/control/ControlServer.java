package io.longshore.standalone.world.control;

import io.longshore.standalone.world.aws.AwsException;
import io.longshore.standalone.world.aws.Cloud;
import io.longshore.standalone.world.aws.Pools;
import io.longshore.standalone.world.fault.Faults;
import io.longshore.standalone.world.kube.ObjectStore;
import io.longshore.standalone.world.kube.Registry;
import io.longshore.standalone.world.node.Machines;
import io.longshore.standalone.world.node.Processes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Serves {@code /world/…} itself and hands everything else on its port to AWS. */
public final class ControlServer {

  private static final String PREFIX = "/world/";

  private final Vertx vertx;
  private final Machines machines;
  private final ObjectStore store;
  private final Cloud cloud;
  private final Faults faults;
  private final Times times;
  private final Views views;

  /** The parts of the world that can be looked at and touched. */
  public record Parts(Registry registry, Machines machines, Processes processes, Cloud cloud) {}

  /** A server over the world's parts. */
  public ControlServer(Vertx vertx, Parts parts, Faults faults, Times times) {
    this.vertx = vertx;
    this.machines = parts.machines();
    this.store = parts.registry().store();
    this.cloud = parts.cloud();
    this.faults = faults;
    this.times = times;
    this.views = new Views(parts.registry(), parts.machines(), parts.processes(), parts.cloud());
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
              if (request.path().startsWith(PREFIX)) {
                control(request, body);
              } else {
                cloud.server().handle(request, body, faults);
              }
            });
  }

  private void control(HttpServerRequest request, Buffer body) {
    try {
      JsonObject answer = route(request, body);
      request.response().putHeader("Content-Type", "application/json").end(answer.toBuffer());
    } catch (IllegalArgumentException | DecodeException | ClassCastException | AwsException e) {
      request.response().setStatusCode(400).end(String.valueOf(e.getMessage()));
    }
  }

  private JsonObject route(HttpServerRequest request, Buffer body) {
    String call = request.method() + " " + request.path();
    return switch (call) {
      case "GET /world/instances" -> views.instances();
      case "GET /world/snapshot" -> views.snapshot();
      case "GET /world/statistics" -> views.statistics();
      case "GET /world/calls" -> views.calls();
      default -> {
        act(call, request, body);
        yield new JsonObject();
      }
    };
  }

  private void act(String call, HttpServerRequest request, Buffer body) {
    switch (call) {
      case "POST /world/join" -> machines.join(required(request, "machine"), arguments(body));
      case "POST /world/freeze" -> machines.freeze(required(request, "node"), true);
      case "POST /world/thaw" -> machines.freeze(required(request, "node"), false);
      case "POST /world/compact" -> store.compact();
      case "POST /world/interrupt" -> cloud.events().interrupt(required(request, "instance"));
      case "POST /world/rebalance" ->
          cloud.events().recommendRebalance(required(request, "instance"));
      case "POST /world/fail" ->
          cloud
              .instances()
              .terminate(
                  required(request, "instance"),
                  "Server.InternalError",
                  "Server.InternalError: Hardware failure");
      case "POST /world/pools" -> cloud.pools().set(Pools.Rule.parse(required(request, "pool")));
      case "POST /world/times" ->
          request.params().forEach(e -> times.set(e.getKey(), e.getValue()));
      case "POST /world/faults" -> faults.add(fault(body.toJsonObject()));
      case "DELETE /world/faults" -> faults.clear();
      default -> throw new IllegalArgumentException("no such control: " + call);
    }
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
