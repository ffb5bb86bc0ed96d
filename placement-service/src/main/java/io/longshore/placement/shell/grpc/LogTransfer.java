package io.longshore.placement.shell.grpc;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.ReadLogsResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.placement.shell.OutputReader;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One call's output on its way to the caller: container by container, or, where they are followed,
 * those that run at the same time side by side.
 */
final class LogTransfer implements Runnable {

  private static final int PIECE = 32 * 1024;
  private static final long LOOK_NANOS = 20_000_000;

  private final OutputReader reader;
  private final OutputReader.Wanted wanted;
  private final MultiEmitter<? super ReadLogsResponse> emitter;
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock turn = new ReentrantLock();

  LogTransfer(
      OutputReader reader,
      OutputReader.Wanted wanted,
      MultiEmitter<? super ReadLogsResponse> emitter) {
    this.reader = reader;
    this.wanted = wanted;
    this.emitter = emitter;
  }

  @Override
  public void run() {
    try {
      List<String> containers = reader.containers(wanted);
      boolean together = wanted.reading().follow() && containers.size() > 1;
      if (together ? together(containers) : inTurn(containers)) {
        emitter.complete();
      } else {
        emitter.fail(Refusals.exception(new Refusal.NotFound("Output of pod", wanted.pod())));
      }
    } catch (InterruptedException e) {
      emitter.complete();
    } catch (IOException | RuntimeException e) {
      if (!emitter.isCancelled()) {
        emitter.fail(
            Refusals.exception(
                new Refusal.Unavailable("output of " + wanted.pod() + ": " + e.getMessage())));
      }
    }
  }

  private boolean inTurn(List<String> containers) throws IOException, InterruptedException {
    boolean found = false;
    for (String container : containers) {
      found |= one(container);
    }
    return found;
  }

  private boolean together(List<String> containers) throws IOException, InterruptedException {
    var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("read-logs-", 0).factory());
    try {
      var all = new ArrayList<Future<Boolean>>();
      containers.forEach(container -> all.add(threads.submit(() -> one(container))));
      boolean found = false;
      for (var each : all) {
        found |= each.get();
      }
      return found;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
      close();
    }
  }

  /** Sends a container's output; whether there was any to read. */
  private boolean one(String container) throws IOException, InterruptedException {
    var found = reader.open(wanted, container);
    if (found.isEmpty()) {
      return false;
    }
    try (InputStream bytes = found.get().bytes()) {
      open.add(bytes);
      if (!emitter.isCancelled()) {
        pump(found.get());
      }
    } finally {
      open.remove(found.get().bytes());
    }
    return true;
  }

  private void pump(OutputReader.Found found) throws IOException {
    byte[] piece = new byte[PIECE];
    boolean cut = found.cut();
    for (int n = found.bytes().read(piece); n >= 0; n = found.bytes().read(piece)) {
      var next =
          ReadLogsResponse.newBuilder()
              .setData(ByteString.copyFrom(piece, 0, n))
              .setContainer(found.container())
              .setTruncated(cut)
              .build();
      if (!send(next)) {
        return;
      }
      cut = false;
    }
  }

  /** Waits until the caller takes more; whether it still does. */
  private boolean send(ReadLogsResponse piece) {
    turn.lock();
    try {
      while (emitter.requested() == 0 && !emitter.isCancelled()) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      if (emitter.isCancelled()) {
        return false;
      }
      emitter.emit(piece);
      return true;
    } finally {
      turn.unlock();
    }
  }

  /** Ends reads that wait for more: the caller has gone. */
  void close() {
    for (InputStream bytes : open) {
      try {
        bytes.close();
      } catch (IOException e) {
        // Nobody reads it any more.
        continue;
      }
    }
  }
}
