package io.longshore.standalone.world.node;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Sends a log file to a reader at the reader's pace, to its end or, following, until it is
 * finished.
 */
final class LogStream {

  private static final int CHUNK = 64 << 10;

  private final CriLog log;
  private final LogRequest request;
  private final HttpServerResponse response;
  private final FileChannel channel;
  private byte[] rest = new byte[0];
  private long position;
  private long budget;
  private Runnable unlisten = () -> {};
  private boolean closed;

  private LogStream(
      CriLog log, LogRequest request, HttpServerResponse response, FileChannel channel)
      throws IOException {
    this.log = log;
    this.request = request;
    this.response = response;
    this.channel = channel;
    this.budget = request.limitBytes() < 0 ? Long.MAX_VALUE : request.limitBytes();
    this.position = request.tailLines() < 0 ? 0 : LogTail.start(channel, request.tailLines());
  }

  static void open(CriLog log, LogRequest request, HttpServerResponse response) throws IOException {
    FileChannel channel = FileChannel.open(log.file());
    var stream = new LogStream(log, request, response, channel);
    response.setChunked(true).putHeader("Content-Type", "text/plain");
    response.closeHandler(_ -> stream.close());
    response.drainHandler(_ -> stream.pump());
    if (request.follow()) {
      stream.unlisten = log.listen(stream::pump);
      response.writeHead();
    }
    stream.pump();
  }

  private void pump() {
    if (closed) {
      return;
    }
    try {
      while (!response.writeQueueFull()) {
        // Read before the file: what is written in between is then found by the next turn.
        boolean finished = log.finished();
        byte[] chunk = next();
        if (chunk.length > 0) {
          send(chunk);
        } else if (finished || !request.follow()) {
          response.end();
          close();
        }
        if (chunk.length == 0 || closed) {
          return;
        }
      }
    } catch (IOException e) {
      response.reset();
      close();
    }
  }

  private byte[] next() throws IOException {
    var buffer = ByteBuffer.allocate(CHUNK);
    int n = channel.read(buffer, position);
    position += Math.max(0, n);
    return Arrays.copyOf(buffer.array(), Math.max(0, n));
  }

  private void send(byte[] chunk) {
    byte[] data = new byte[rest.length + chunk.length];
    System.arraycopy(rest, 0, data, 0, rest.length);
    System.arraycopy(chunk, 0, data, rest.length, chunk.length);
    Buffer out = Buffer.buffer(data.length);
    int from = 0;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\n') {
        entry(out, data, from, i);
        from = i + 1;
      }
    }
    rest = Arrays.copyOfRange(data, from, data.length);
    if (out.length() > budget) {
      out = out.getBuffer(0, (int) budget);
    }
    budget -= out.length();
    if (out.length() > 0) {
      response.write(out);
    }
    if (budget == 0) {
      response.end();
      close();
    }
  }

  /** One entry: time, stream, tag, text. */
  private void entry(Buffer out, byte[] data, int from, int to) {
    int timeEnd = indexOf(data, from, to);
    int streamEnd = indexOf(data, timeEnd + 1, to);
    int tagEnd = indexOf(data, streamEnd + 1, to);
    boolean whole = data[streamEnd + 1] == 'F';
    if (request.since() != null || request.timestamps()) {
      String time = new String(data, from, timeEnd - from, StandardCharsets.US_ASCII);
      if (request.since() != null && Instant.parse(time).isBefore(request.since())) {
        return;
      }
      if (request.timestamps()) {
        out.appendString(time).appendString(" ");
      }
    }
    out.appendBytes(data, tagEnd + 1, to - tagEnd - 1);
    if (whole) {
      out.appendByte((byte) '\n');
    }
  }

  private static int indexOf(byte[] data, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == ' ') {
        return i;
      }
    }
    throw new IllegalStateException(
        "no log entry: " + new String(data, from, to - from, StandardCharsets.UTF_8));
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    unlisten.run();
    try {
      channel.close();
    } catch (IOException e) {
      // Read only: nothing can be lost.
    }
  }
}
