package io.longshore.standalone.world.node;

import io.vertx.core.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A container's log file in the form that container runtimes write: a timestamp, the stream, {@code
 * F} or {@code P} for a full or a part of a line, and the text. Both streams are recorded as
 * stdout.
 */
public final class CriLog {

  private static final int MAX_PART = 16 << 10;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final Context context;
  private final FileChannel channel;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean waking = new AtomicBoolean();
  private volatile boolean finished;

  /** Starts a log; whoever listens is woken on the context. */
  public CriLog(Path file, Context context) throws IOException {
    this.file = file;
    this.context = context;
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** Whether nothing will follow. */
  public boolean finished() {
    return finished;
  }

  /** Has a function called after new lines, and at the end; gives back what ends that. */
  public Runnable listen(Runnable wake) {
    listeners.add(wake);
    return () -> listeners.remove(wake);
  }

  /** Adds output as it was read. */
  synchronized void append(byte[] chunk, int length) {
    if (finished) {
      return;
    }
    var entries = new ByteArrayOutputStream(length + 64);
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        entry(entries, 'F');
      } else {
        line.write(chunk[i]);
        if (line.size() >= MAX_PART) {
          entry(entries, 'P');
        }
      }
    }
    write(entries.toByteArray());
  }

  /** Ends the log, with the last line that no line feed had ended. */
  synchronized void finish() {
    if (finished) {
      return;
    }
    var entries = new ByteArrayOutputStream();
    if (line.size() > 0) {
      entry(entries, 'F');
    }
    write(entries.toByteArray());
    finished = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    wake();
  }

  private void entry(ByteArrayOutputStream entries, char tag) {
    String head = TIME.format(Instant.now()) + " stdout " + tag + " ";
    entries.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    entries.writeBytes(line.toByteArray());
    entries.write('\n');
    line.reset();
  }

  private void write(byte[] entries) {
    if (entries.length == 0) {
      return;
    }
    try {
      var buffer = ByteBuffer.wrap(entries);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    wake();
  }

  private void wake() {
    if (!listeners.isEmpty() && waking.compareAndSet(false, true)) {
      context.runOnContext(
          _ -> {
            waking.set(false);
            listeners.forEach(Runnable::run);
          });
    }
  }
}
