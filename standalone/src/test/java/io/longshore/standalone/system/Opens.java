package io.longshore.standalone.system;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells which files any process has opened, by the kernel's own word (inotify). Access times would
 * not do: how a folder is mounted decides whether they move.
 */
final class Opens implements AutoCloseable {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final int NONBLOCK = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int OPENED = 0x20;
  private static final int BUFFER_BYTES = 64 << 10;

  /** Of an event: watch, mask, cookie, length of the name that follows. */
  private static final int HEAD_BYTES = 16;

  private final MethodHandle addWatch =
      function(
          "inotify_add_watch",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT));
  private final MethodHandle read =
      function(
          "read",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));
  private final MethodHandle close =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private final int descriptor;
  private final Map<Integer, Path> watches = new HashMap<>();
  private final Set<Path> opened = new HashSet<>();

  Opens() throws IOException {
    var init =
        function(
            "inotify_init1", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    descriptor = call("inotify_init1", () -> (int) init.invokeExact(NONBLOCK | CLOSE_ON_EXEC));
  }

  /** From now on it is told when somebody opens this file. */
  void watch(Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(file.toString());
      int watch =
          call("inotify_add_watch", () -> (int) addWatch.invokeExact(descriptor, name, OPENED));
      watches.put(watch, file);
    }
  }

  /** Those that were opened. */
  Set<Path> opened() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(BUFFER_BYTES, Integer.BYTES);
      long length = events(buffer);
      while (length > 0) {
        take(buffer, length);
        length = events(buffer);
      }
    }
    return Set.copyOf(opened);
  }

  @Override
  public void close() throws IOException {
    var unused = call("close", () -> (int) close.invokeExact(descriptor));
  }

  private void take(MemorySegment events, long length) {
    for (long at = 0; at < length; ) {
      var file = watches.get(events.get(ValueLayout.JAVA_INT, at));
      if (file != null) {
        opened.add(file);
      }
      at += HEAD_BYTES + events.get(ValueLayout.JAVA_INT, at + HEAD_BYTES - Integer.BYTES);
    }
  }

  /** How many bytes of events were read; none where nothing happened. */
  private long events(MemorySegment buffer) throws IOException {
    try {
      return (long) read.invokeExact(descriptor, buffer, (long) BUFFER_BYTES);
    } catch (Throwable e) {
      throw new IOException("read", e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape);
  }

  /** A call whose answer is below 0 where it failed. */
  private interface Call {
    int go() throws Throwable;
  }

  private static int call(String name, Call call) throws IOException {
    int answer;
    try {
      answer = call.go();
    } catch (Throwable e) {
      throw new IOException(name, e);
    }
    if (answer < 0) {
      throw new IOException(name + " failed");
    }
    return answer;
  }
}
