package io.longshore.placement.shell.grpc;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.PlacementReadService;
import io.longshore.api.internal.v1.ReadLogsRequest;
import io.longshore.api.internal.v1.ReadLogsResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.placement.shell.OutputReader;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;

/** Streams output from a virtual thread that waits while the caller does not ask for more. */
@GrpcService
class ReadLogs implements PlacementReadService {

  private static final int PIECE = 32 * 1024;
  private static final long LOOK_NANOS = 20_000_000;

  private final OutputReader reader;

  ReadLogs(OutputReader reader) {
    this.reader = reader;
  }

  @Override
  public Multi<ReadLogsResponse> readLogs(ReadLogsRequest request) {
    if (request.getPodName().isEmpty() || request.getNamespace().isEmpty()) {
      return Multi.createFrom()
          .failure(
              Refusals.exception(
                  new Refusal.Invalid("podName", "pod name and namespace are required")));
    }
    var wanted =
        new OutputReader.Wanted(
            request.getNamespace(),
            request.getPodName(),
            request.getContainer(),
            request.getFollow(),
            request.hasTailLines() ? Math.max(0, request.getTailLines()) : -1);
    return Multi.createFrom()
        .emitter(
            emitter -> {
              Thread thread =
                  Thread.ofVirtual().name("read-logs").unstarted(() -> run(wanted, emitter));
              emitter.onTermination(thread::interrupt);
              thread.start();
            },
            BackPressureStrategy.ERROR);
  }

  private void run(OutputReader.Wanted wanted, MultiEmitter<? super ReadLogsResponse> emitter) {
    try {
      var found = reader.open(wanted);
      if (found.isEmpty()) {
        emitter.fail(Refusals.exception(new Refusal.NotFound("Output of pod", wanted.pod())));
        return;
      }
      try (InputStream bytes = found.get().bytes()) {
        // Closing ends a read that waits for more when the caller has gone.
        emitter.onTermination(() -> close(bytes));
        pump(found.get(), emitter);
      }
      emitter.complete();
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

  private static void close(InputStream bytes) {
    try {
      bytes.close();
    } catch (IOException e) {
      // Nobody reads it any more.
      return;
    }
  }

  private static void pump(OutputReader.Found found, MultiEmitter<? super ReadLogsResponse> emitter)
      throws IOException {
    byte[] piece = new byte[PIECE];
    boolean cut = found.cut();
    for (int n = found.bytes().read(piece); n >= 0; n = found.bytes().read(piece)) {
      while (emitter.requested() == 0 && !emitter.isCancelled()) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      if (emitter.isCancelled()) {
        return;
      }
      emitter.emit(
          ReadLogsResponse.newBuilder()
              .setData(ByteString.copyFrom(piece, 0, n))
              .setContainer(found.container())
              .setTruncated(cut)
              .build());
      cut = false;
    }
  }
}
