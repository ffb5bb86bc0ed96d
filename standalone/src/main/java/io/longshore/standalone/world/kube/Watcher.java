package io.longshore.standalone.world.kube;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;

/** Opens watches, over chunked HTTP or, where the client asks to upgrade, a WebSocket. */
final class Watcher {

  /** How often a watch that wants bookmarks gets one; a real server takes about a minute. */
  private static final long BOOKMARK_MILLIS = 5_000;

  private final Vertx vertx;
  private final ObjectStore store;

  Watcher(Vertx vertx, ObjectStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  void watch(Exchange exchange, RequestPath path) {
    Selection selection = Selection.of(exchange, path);
    HttpServerRequest request = exchange.request();
    long from = Lister.number(request.getParam("resourceVersion", "0"), "resourceVersion");
    long timeout = timeoutMillis(request);
    boolean initial = exchange.flag("sendInitialEvents");
    boolean bookmarks = exchange.flag("allowWatchBookmarks");
    boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    if (!upgrade) {
      request
          .response()
          .setChunked(true)
          .putHeader("Content-Type", "application/json")
          .setStatusCode(200);
      start(WatchStream.Sink.of(request.response()), selection, from, initial, bookmarks, timeout);
      return;
    }
    request
        .toWebSocket()
        .onSuccess(
            socket ->
                start(WatchStream.Sink.of(socket), selection, from, initial, bookmarks, timeout))
        .onFailure(exchange::fail);
  }

  private void start(
      WatchStream.Sink sink,
      Selection selection,
      long from,
      boolean initial,
      boolean bookmarks,
      long timeout) {
    var stream = new WatchStream(sink, selection);
    try {
      if (from == 0 || initial) {
        store.all(selection.type()).stream().filter(selection::has).forEach(stream::added);
        if (initial && bookmarks) {
          stream.send("BOOKMARK", bookmark(selection.type(), true).toBuffer());
        }
      } else {
        store.since(selection.type(), from).forEach(stream::change);
      }
    } catch (ApiException e) {
      // A watch has begun by then: the refusal is its first and last event.
      stream.send("ERROR", e.status().toBuffer());
      stream.end();
      return;
    }
    Runnable unlisten = store.listen(selection.type(), stream::change);
    long expiry = vertx.setTimer(timeout, _ -> stream.end());
    long marks =
        bookmarks
            ? vertx.setPeriodic(
                BOOKMARK_MILLIS,
                _ -> stream.send("BOOKMARK", bookmark(selection.type(), false).toBuffer()))
            : -1;
    stream.onEnd(
        () -> {
          unlisten.run();
          vertx.cancelTimer(expiry);
          vertx.cancelTimer(marks);
        });
  }

  private JsonObject bookmark(ResourceType type, boolean initialEventsEnd) {
    var meta =
        new JsonObject()
            .put("resourceVersion", Long.toString(store.version()))
            .putNull("creationTimestamp");
    if (initialEventsEnd) {
      meta.put("annotations", new JsonObject().put("k8s.io/initial-events-end", "true"));
    }
    return new JsonObject().put("kind", type.kind()).put("apiVersion", "v1").put("metadata", meta);
  }

  private static long timeoutMillis(HttpServerRequest request) {
    long seconds = Lister.number(request.getParam("timeoutSeconds", "0"), "timeoutSeconds");
    return 1_000 * (seconds > 0 ? seconds : ThreadLocalRandom.current().nextLong(1_800, 3_600));
  }

  /** One event as the stream carries it. */
  static Buffer event(String type, Buffer object) {
    return Buffer.buffer("{\"type\":\"" + type + "\",\"object\":")
        .appendBuffer(object)
        .appendString("}\n");
  }
}
