package io.longshore.queue.shell.app;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.longshore.api.internal.v1.PlacementReadServiceGrpc;
import io.longshore.api.internal.v1.ReadLogsRequest;
import io.longshore.api.internal.v1.ReadLogsResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** placement-service as it answers for output. */
final class Placement extends PlacementReadServiceGrpc.PlacementReadServiceImplBase
    implements AutoCloseable {

  private final List<ReadLogsRequest> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger without = new AtomicInteger();
  private final Server server;
  private volatile boolean silent;

  Placement() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(this)
            .build()
            .start();
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  /** What it was asked for, in order. */
  List<ReadLogsRequest> asked() {
    return asked;
  }

  /** So many times there is no pod yet. */
  void withoutPod(int times) {
    without.set(times);
  }

  /** It answers nothing any more. */
  void fallSilent() {
    silent = true;
  }

  @Override
  public void readLogs(ReadLogsRequest request, StreamObserver<ReadLogsResponse> observer) {
    asked.add(request);
    if (silent) {
      return;
    }
    if (without.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      observer.onError(
          Refusals.exception(new Refusal.NotFound("Output of pod", request.getPodName())));
      return;
    }
    for (String container : List.of("init", "main")) {
      observer.onNext(
          ReadLogsResponse.newBuilder()
              .setContainer(container)
              .setData(ByteString.copyFromUtf8(container + "\n"))
              .build());
    }
    observer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
