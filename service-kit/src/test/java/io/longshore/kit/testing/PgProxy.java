package io.longshore.kit.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy in front of PostgreSQL that loses what a network loses: the answer to a commit, the
 * commit itself, every connection. On 127.0.0.1.
 */
public final class PgProxy implements AutoCloseable {

  private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

  private final int target;
  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger answersToLose = new AtomicInteger();
  private final AtomicInteger commitsToLose = new AtomicInteger();
  private volatile boolean down;

  /** A proxy to the JVM's PostgreSQL. */
  public PgProxy() {
    this.target = PostgresResource.port();
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Its port. */
  public int port() {
    return server.getLocalPort();
  }

  /** The next {@code count} commits reach the server, their answers do not come back. */
  public void loseAnswers(int count) {
    answersToLose.set(count);
  }

  /** The next {@code count} commits do not reach the server. */
  public void loseCommits(int count) {
    commitsToLose.set(count);
  }

  /** Cuts every connection and, while {@code true}, refuses new ones. */
  public void down(boolean now) {
    down = now;
    if (now) {
      open.forEach(PgProxy::cut);
      open.clear();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (down) {
          cut(client);
        } else {
          serve(client);
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) throws IOException {
    Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
    upstream.setTcpNoDelay(true);
    client.setTcpNoDelay(true);
    open.add(client);
    open.add(upstream);
    Thread.ofVirtual().start(() -> pump(client, upstream, true));
    Thread.ofVirtual().start(() -> pump(upstream, client, false));
  }

  private void pump(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int length;
      while ((length = in.read(buffer)) >= 0) {
        boolean commit = requests && contains(buffer, length);
        if (commit && takeOne(commitsToLose)) {
          return;
        }
        if (commit && takeOne(answersToLose)) {
          loseAnswer(from, buffer, length, out);
          return;
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // The other side is gone: this one goes too.
      return;
    }
  }

  private static void loseAnswer(Socket client, byte[] buffer, int length, OutputStream out)
      throws IOException {
    cut(client);
    out.write(buffer, 0, length);
    out.flush();
    // The server reads what was sent before it learns that nobody listens any more.
    out.close();
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  private static boolean contains(byte[] buffer, int length) {
    for (int i = 0; i + COMMIT.length <= length; i++) {
      int j = 0;
      while (j < COMMIT.length && buffer[i + j] == COMMIT[j]) {
        j++;
      }
      if (j == COMMIT.length) {
        return true;
      }
    }
    return false;
  }

  private static void cut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    down(true);
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
