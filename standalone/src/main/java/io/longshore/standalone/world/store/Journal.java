package io.longshore.standalone.world.store;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The world's memory on disk: an append-only file of JSON lines {@code
 * {"t":table,"k":key,"v":row}}, where a line without {@code v} deletes. Each change is written to
 * the file before the caller goes on, so the world's own death loses nothing that was answered;
 * only the machine's death can, since the file is forced to disk when it is rewritten and not on
 * each line. A torn last line is dropped.
 *
 * <p>Not thread-safe: the world has one event loop and only that loop writes.
 */
public final class Journal implements AutoCloseable {

  /** Beyond this the file is rewritten, unless what lives in it is itself half as large. */
  private static final long REWRITE_BYTES = 48L << 20;

  private final Path file;
  private final FileChannel lockChannel;
  private final FileLock lock;
  private final Map<String, Map<String, JsonObject>> tables = new TreeMap<>();
  private FileChannel channel;
  private long size;
  private long rewriteAt = REWRITE_BYTES;

  private Journal(Path file, FileChannel lockChannel, FileLock lock) throws IOException {
    this.file = file;
    this.lockChannel = lockChannel;
    this.lock = lock;
    replay();
    this.channel = rewrite();
  }

  /** Opens the journal in a directory, which no other process may have open. */
  public static Journal open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel lockChannel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockChannel.tryLock();
    if (lock == null) {
      lockChannel.close();
      throw new IOException(directory + " is in use by another world");
    }
    return new Journal(directory.resolve("journal.jsonl"), lockChannel, lock);
  }

  /** The rows of a table by key; not to be changed. */
  public Map<String, JsonObject> table(String table) {
    return Collections.unmodifiableMap(tables.getOrDefault(table, Map.of()));
  }

  /** Writes a row. The caller must not change the object afterwards. */
  public void put(String table, String key, JsonObject row) {
    tables.computeIfAbsent(table, _ -> new LinkedHashMap<>()).put(key, row);
    append(line(table, key, row));
  }

  /** Deletes a row; nothing happens if there is none. */
  public void remove(String table, String key) {
    if (tables.getOrDefault(table, Map.of()).containsKey(key)) {
      tables.get(table).remove(key);
      append(line(table, key, null));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    lock.release();
    lockChannel.close();
  }

  private void append(byte[] line) {
    try {
      size += write(channel, line);
      if (size > rewriteAt) {
        channel.close();
        channel = rewrite();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void replay() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (var lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonObject entry;
        try {
          entry = new JsonObject(line);
        } catch (RuntimeException e) {
          if (lines.readLine() != null) {
            throw new IOException(file + " is damaged before its last line", e);
          }
          return;
        }
        var table = tables.computeIfAbsent(entry.getString("t"), _ -> new LinkedHashMap<>());
        JsonObject row = entry.getJsonObject("v");
        if (row == null) {
          table.remove(entry.getString("k"));
        } else {
          table.put(entry.getString("k"), row);
        }
      }
    }
  }

  private FileChannel rewrite() throws IOException {
    Path next = file.resolveSibling("journal.next");
    long written = 0;
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (var table : tables.entrySet()) {
        for (var row : table.getValue().entrySet()) {
          written += write(out, line(table.getKey(), row.getKey(), row.getValue()));
        }
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    size = written;
    rewriteAt = Math.max(REWRITE_BYTES, 2 * written);
    return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private static byte[] line(String table, String key, @Nullable JsonObject row) {
    var entry = new JsonObject().put("t", table).put("k", key);
    if (row != null) {
      entry.put("v", row);
    }
    return (entry.encode() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static long write(FileChannel channel, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return bytes.length;
  }
}
