package io.longshore.standalone.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The file that jobs write to, read as it grows. */
final class Ledger {

  private final Path file;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Set<String> done = new HashSet<>();
  private long read;

  /**
   * A new, empty one.
   *
   * @param folder takes the file, and a folder of locks
   */
  Ledger(Path folder) {
    this.file = folder.resolve("ledger");
    try {
      Files.createDirectories(folder.resolve("locks"));
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file. */
  Path file() {
    return file;
  }

  /** A folder for a lock file a job, which says whether two of its programs run at once. */
  Path locks() {
    return file.resolveSibling("locks");
  }

  /** All lines so far. */
  synchronized List<Line> lines() {
    readOn();
    return List.copyOf(lines);
  }

  /** What cannot be read, if anything: lines are written whole or not at all. */
  synchronized List<String> unreadable() {
    readOn();
    return List.copyOf(unreadable);
  }

  /** How many jobs and children have ended with a code that is final. */
  synchronized int done() {
    readOn();
    return done.size();
  }

  private void readOn() {
    try (var channel = Files.newByteChannel(file)) {
      channel.position(read);
      var buffer = ByteBuffer.allocate((int) (channel.size() - read));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Goes on until all is read that was there.
      }
      var text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
      int whole = text.lastIndexOf('\n') + 1;
      text.substring(0, whole).lines().forEach(this::take);
      read += whole;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(String text) {
    Line.parse(text)
        .ifPresentOrElse(
            line -> {
              lines.add(line);
              if (line.what() == Line.What.END && line.code() != Order.Program.RETRIED) {
                done.add(line.unit());
              }
            },
            () -> unreadable.add(text));
  }
}
