package io.longshore.standalone.world.kube;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;

/**
 * One open watch: turns changes into events as its selection sees them, and cuts a slow reader off.
 */
final class WatchStream {

  /** Live events that may wait for a slow reader; beyond it is cut off and must list again. */
  private static final int MAX_WAITING = 20_000;

  private static final int WRITE_QUEUE_BYTES = 1 << 20;

  /** Where events go: a chunked response or a WebSocket. */
  interface Sink {
    void write(Buffer event);

    boolean full();

    void onDrain(Runnable next);

    void onClose(Runnable closed);

    void close();

    static Sink of(HttpServerResponse response) {
      response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
      return new ResponseSink(response);
    }

    static Sink of(ServerWebSocket socket) {
      socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
      return new SocketSink(socket);
    }
  }

  private record ResponseSink(HttpServerResponse response) implements Sink {
    @Override
    public void write(Buffer event) {
      response.write(event);
    }

    @Override
    public boolean full() {
      return response.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable next) {
      response.drainHandler(_ -> next.run());
    }

    @Override
    public void onClose(Runnable closed) {
      response.closeHandler(_ -> closed.run());
    }

    @Override
    public void close() {
      if (!response.ended() && !response.closed()) {
        response.end();
      }
    }
  }

  private record SocketSink(ServerWebSocket socket) implements Sink {
    @Override
    public void write(Buffer event) {
      socket.writeTextMessage(event.toString());
    }

    @Override
    public boolean full() {
      return socket.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable next) {
      socket.drainHandler(_ -> next.run());
    }

    @Override
    public void onClose(Runnable closed) {
      socket.closeHandler(_ -> closed.run());
    }

    @Override
    public void close() {
      if (!socket.isClosed()) {
        socket.close();
      }
    }
  }

  private final Sink sink;
  private final Selection selection;
  private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
  private Runnable ended = () -> {};
  private boolean open = true;

  WatchStream(Sink sink, Selection selection) {
    this.sink = sink;
    this.selection = selection;
    sink.onDrain(this::flush);
    sink.onClose(this::ended);
  }

  /** Runs once the watch is over, for whatever reason. */
  void onEnd(Runnable ended) {
    if (open) {
      this.ended = ended;
    } else {
      ended.run();
    }
  }

  void added(StoredObject object) {
    send("ADDED", object.encoded());
  }

  /**
   * An object that starts to match looks new to this watch, one that stops to match looks deleted.
   */
  void change(Change change) {
    boolean was = change.before() != null && selection.has(change.before());
    boolean is = change.after() != null && selection.has(change.after());
    if (is) {
      send(was ? "MODIFIED" : "ADDED", change.after().encoded());
    } else if (was) {
      send("DELETED", change.before().at(change.version()).encoded());
    }
    if (waiting.size() > MAX_WAITING) {
      end();
    }
  }

  void send(String type, Buffer object) {
    if (open) {
      waiting.add(Watcher.event(type, object));
      flush();
    }
  }

  void end() {
    if (open) {
      sink.close();
      ended();
    }
  }

  private void flush() {
    while (open && !waiting.isEmpty() && !sink.full()) {
      sink.write(waiting.poll());
    }
  }

  private void ended() {
    open = false;
    waiting.clear();
    ended.run();
  }
}
