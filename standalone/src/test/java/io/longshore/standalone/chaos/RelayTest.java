package io.longshore.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The relay hands on bytes, holds them while it is stalled, and cuts. */
class RelayTest {

  private static final int PATIENCE_MILLIS = 5_000;
  private static final int SILENCE_MILLIS = 300;

  private final Vertx vertx = Vertx.vertx();
  private ServerSocket echo;
  private Relay relay;
  private int port;

  @BeforeEach
  void listen() throws IOException {
    echo = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
    try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    relay = Relay.listen(vertx, port, echo.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    echo.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void handsOnAndStallsAndCuts() throws IOException {
    try (var socket = connect()) {
      assertThat(echoed(socket, 7)).isEqualTo(7);
      relay.stall(true);
      // The order to stall is on the event loop before the byte can be.
      socket.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> echoed(socket, 8)).isInstanceOf(SocketTimeoutException.class);
      relay.stall(false);
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(socket.getInputStream().read()).isEqualTo(8);
      relay.cut();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    try (var again = connect()) {
      assertThat(echoed(again, 9)).isEqualTo(9);
    }
  }

  @Test
  void closesWhereNobodyListensBehind() throws IOException {
    echo.close();
    await().until(echo::isClosed);
    try (var socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static int echoed(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  private void serve() {
    while (!echo.isClosed()) {
      try (var socket = echo.accept()) {
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException e) {
        // Closed, or the peer is gone: the next one.
        continue;
      }
    }
  }
}
