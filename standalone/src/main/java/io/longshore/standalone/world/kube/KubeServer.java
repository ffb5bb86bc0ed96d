package io.longshore.standalone.world.kube;

import io.longshore.standalone.world.fault.Faults;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The Kubernetes API's HTTP: finds what a request is about and hands it on. */
public final class KubeServer {

  private static final int MAX_BODY = 3 << 20;
  private static final List<String> HEALTH = List.of("/readyz", "/livez", "/healthz");

  private final Vertx vertx;
  private final Registry registry;
  private final Faults faults;
  private final BiConsumer<HttpServerRequest, StoredObject> podLogs;
  private final Lister lister;
  private final Watcher watcher;

  /**
   * A server over a registry.
   *
   * @param podLogs answers a request for a pod's log
   */
  public KubeServer(
      Vertx vertx,
      Registry registry,
      Faults faults,
      BiConsumer<HttpServerRequest, StoredObject> podLogs) {
    this.vertx = vertx;
    this.registry = registry;
    this.faults = faults;
    this.podLogs = podLogs;
    this.lister = new Lister(registry.store());
    this.watcher = new Watcher(vertx, registry.store());
  }

  /** Listens on loopback; port 0 takes a free one. */
  public Future<HttpServer> listen(int port) {
    var options =
        new HttpServerOptions().setHost("127.0.0.1").setPort(port).setMaxInitialLineLength(65_536);
    return vertx.createHttpServer(options).requestHandler(this::handle).listen();
  }

  private void handle(HttpServerRequest request) {
    Optional<Faults.Fault> fault =
        faults.strike(Faults.Surface.KUBE, request.method() + " " + request.uri());
    boolean lost = fault.filter(f -> f.mode() == Faults.Mode.LOSE_ANSWER).isPresent();
    var exchange = new Exchange(request, lost);
    if (fault.isPresent() && !lost) {
      exchange.fail(
          ApiException.of(
              fault.get().status(), fault.get().code(), "injected by the world's control"));
      return;
    }
    if (HEALTH.contains(request.path())) {
      request.response().end("ok");
      return;
    }
    Optional<JsonObject> document = Discovery.document(request);
    if (document.isPresent()) {
      exchange.answer(200, document.get());
      return;
    }
    Optional<RequestPath> path =
        request.path().startsWith("/api/v1/")
            ? RequestPath.parse(request.path())
            : Optional.empty();
    if (path.isEmpty()) {
      exchange.fail(ApiException.noSuchPath());
      return;
    }
    route(exchange, path.get());
  }

  private void route(Exchange exchange, RequestPath path) {
    HttpMethod method = exchange.request().method();
    if (method.equals(HttpMethod.GET)) {
      guarded(exchange, () -> read(exchange, path));
      return;
    }
    exchange
        .request()
        .body()
        .onFailure(exchange::fail)
        .onSuccess(
            body ->
                guarded(
                    exchange,
                    () -> {
                      if (body.length() > MAX_BODY) {
                        throw ApiException.of(
                            413,
                            "RequestEntityTooLarge",
                            "Request entity too large: limit is " + MAX_BODY);
                      }
                      write(exchange, path, method, body);
                    }));
  }

  private static void guarded(Exchange exchange, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      exchange.fail(e);
    }
  }

  private void read(Exchange exchange, RequestPath path) {
    if (path.collection()) {
      if (exchange.flag("watch")) {
        watcher.watch(exchange, path);
      } else {
        lister.list(exchange, path);
      }
      return;
    }
    StoredObject object = registry.get(path.type(), path.key());
    boolean log = path.type() == ResourceType.PODS && path.subresource().equals("log");
    if (log) {
      podLogs.accept(exchange.request(), object);
    } else if (path.subresource().isEmpty() || isStatus(path)) {
      exchange.answer(200, object);
    } else {
      throw ApiException.noSuchPath();
    }
  }

  private void write(Exchange exchange, RequestPath path, HttpMethod method, Buffer body) {
    if (path.type() == ResourceType.PODS && path.subresource().equals("eviction")) {
      allow(method.equals(HttpMethod.POST));
      evict(exchange, path);
      return;
    }
    if (!path.subresource().isEmpty() && !isStatus(path)) {
      throw ApiException.noSuchPath();
    }
    var write = new Registry.Write(exchange.dryRun(), isStatus(path));
    switch (method.name()) {
      case "POST" -> {
        allow(path.collection() && (!path.type().namespaced() || !path.namespace().isEmpty()));
        exchange.answer(
            201, registry.create(path.type(), path.namespace(), json(exchange, body), write));
      }
      case "PUT" -> {
        allow(!path.collection());
        exchange.answer(
            200, registry.replace(path.type(), path.key(), json(exchange, body), write));
      }
      case "PATCH" -> {
        allow(!path.collection());
        patch(exchange, path, body, write);
      }
      case "DELETE" -> {
        allow(path.subresource().isEmpty());
        delete(exchange, path, body);
      }
      default -> throw ApiException.methodNotAllowed();
    }
  }

  private void patch(Exchange exchange, RequestPath path, Buffer body, Registry.Write write) {
    String mediaType = mediaType(exchange);
    boolean creates =
        mediaType.equals(Patches.APPLY)
            && registry.store().get(path.type(), path.key()) == null
            && !write.status();
    if (mediaType.equals(Patches.APPLY)
        && exchange.request().getParam("fieldManager", "").isEmpty()) {
      throw ApiException.badRequest(
          "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value");
    }
    if (creates) {
      exchange.answer(
          201,
          registry.create(
              path.type(),
              path.namespace(),
              Patches.apply(mediaType, body.toString(), new JsonObject()),
              write));
      return;
    }
    exchange.answer(
        200,
        registry.change(
            path.type(),
            path.key(),
            object -> Patches.apply(mediaType, body.toString(), object),
            write));
  }

  private void delete(Exchange exchange, RequestPath path, Buffer body) {
    JsonObject json = body.length() == 0 ? new JsonObject() : json(exchange, body);
    var options =
        Deletion.Options.read(
            json, exchange.request().getParam("gracePeriodSeconds"), exchange.dryRun());
    if (!path.collection()) {
      exchange.answer(200, registry.deletion().delete(path.type(), path.key(), options));
      return;
    }
    Selection selection = Selection.of(exchange, path);
    for (StoredObject object : registry.store().all(path.type())) {
      if (selection.has(object)) {
        registry.deletion().delete(path.type(), object.key(), options);
      }
    }
    exchange.answer(200, success());
  }

  private void evict(Exchange exchange, RequestPath path) {
    StoredObject pod = registry.get(ResourceType.PODS, path.key());
    new Disruption(registry).evict(pod, "EvictionByEvictionAPI", "Eviction API: evicting");
    exchange.answer(201, success());
  }

  private static JsonObject success() {
    return new JsonObject()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("metadata", new JsonObject())
        .put("status", "Success");
  }

  private static boolean isStatus(RequestPath path) {
    return path.subresource().equals("status") && path.type().hasStatus();
  }

  private static void allow(boolean allowed) {
    if (!allowed) {
      throw ApiException.methodNotAllowed();
    }
  }

  private static String mediaType(Exchange exchange) {
    String header = exchange.request().getHeader("Content-Type");
    return header == null ? "application/json" : header.split(";")[0].strip();
  }

  private static JsonObject json(Exchange exchange, Buffer body) {
    if (!mediaType(exchange).equals("application/json")) {
      throw ApiException.unsupportedMediaType(mediaType(exchange), List.of("application/json"));
    }
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw ApiException.badRequest("the object provided is unrecognized: " + e.getMessage());
    }
  }
}
