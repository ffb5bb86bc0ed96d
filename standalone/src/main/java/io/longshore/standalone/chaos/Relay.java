package io.longshore.standalone.chaos;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the services and something that they reach by TCP, and hands on every byte, unless
 * it is told to cut or to stall. All of it happens on one event loop.
 */
final class Relay {

  private static final String HOST = "127.0.0.1";
  private static final int CONNECT_MILLIS = 2_000;
  private static final int LISTEN_SECONDS = 10;

  private final Context context;
  private final NetClient client;
  private final int target;
  private final Set<NetSocket> sockets = new HashSet<>();
  private boolean stalled;

  private Relay(Vertx vertx, int target) {
    this.context = vertx.getOrCreateContext();
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
    this.target = target;
  }

  /**
   * Listens, and returns once it does.
   *
   * @param port where
   * @param target the port of what lies behind
   */
  static Relay listen(Vertx vertx, int port, int target) {
    var relay = new Relay(vertx, target);
    var listening = new CompletableFuture<Void>();
    relay.context.runOnContext(
        _ ->
            vertx
                .createNetServer(new NetServerOptions().setHost(HOST).setPort(port))
                .connectHandler(relay::accept)
                .listen()
                .onSuccess(_ -> listening.complete(null))
                .onFailure(listening::completeExceptionally));
    listening.orTimeout(LISTEN_SECONDS, TimeUnit.SECONDS).join();
    return relay;
  }

  /** Closes all connections; new ones are accepted. */
  void cut() {
    context.runOnContext(_ -> List.copyOf(sockets).forEach(NetSocket::close));
  }

  /** Whether nothing passes, though connections stay. */
  void stall(boolean now) {
    context.runOnContext(
        _ -> {
          stalled = now;
          for (var socket : sockets) {
            if (now) {
              socket.pause();
            } else {
              socket.resume();
            }
          }
        });
  }

  private void accept(NetSocket caller) {
    caller.pause();
    keep(caller);
    client
        .connect(target, HOST)
        .onSuccess(
            callee -> {
              keep(callee);
              join(caller, callee);
              join(callee, caller);
            })
        .onFailure(_ -> caller.close());
  }

  private void keep(NetSocket socket) {
    sockets.add(socket);
  }

  private void join(NetSocket from, NetSocket to) {
    from.handler(
        bytes -> {
          // What fails here closes the socket, and that closes both.
          var unused = to.write(bytes);
          if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(_ -> flow(from));
          }
        });
    from.exceptionHandler(_ -> from.close());
    from.closeHandler(
        _ -> {
          sockets.remove(from);
          to.close();
        });
    flow(from);
  }

  private void flow(NetSocket socket) {
    if (stalled) {
      socket.pause();
    } else {
      socket.resume();
    }
  }
}
