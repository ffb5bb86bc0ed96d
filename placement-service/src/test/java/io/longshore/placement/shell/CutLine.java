package io.longshore.placement.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line to an address that can be cut and mended, on 127.0.0.1. */
final class CutLine implements AutoCloseable {

  private final URI target;
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile boolean down;

  CutLine(String target) throws IOException {
    this.target = URI.create(target);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** What leads through the line to the target. */
  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Breaks every connection, and new ones until it is mended. */
  void cut() {
    down = true;
    open.forEach(CutLine::breakOff);
    open.clear();
  }

  void mend() {
    down = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (down) {
          breakOff(near);
        } else {
          join(near);
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void join(Socket near) throws IOException {
    var far = new Socket(target.getHost(), target.getPort());
    open.addAll(List.of(near, far));
    Thread.ofVirtual().start(() -> pump(near, far));
    Thread.ofVirtual().start(() -> pump(far, near));
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      long _ = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The other side is gone: this one goes too.
      return;
    }
  }

  private static void breakOff(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    breakOffServer();
  }

  private void breakOffServer() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
