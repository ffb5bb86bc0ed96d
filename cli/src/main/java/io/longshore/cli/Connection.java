package io.longshore.cli;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.longshore.api.batch.v1.BatchServiceGrpc;
import io.longshore.api.batch.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection to the API, for as long as the command runs. */
final class Connection implements AutoCloseable {
  // As large as an answer can be: 100 jobs of 30 KiB, and room for what the services add.
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

  static {
    // Else netty unpacks and loads a native transport that one small call does not need, and the
    // JVM warns of the memory access that it would rather have.
    System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
    System.setProperty("io.grpc.netty.shaded.io.netty.noUnsafe", "true");
  }

  private final EventLoopGroup loop;
  private final ManagedChannel channel;
  private final Duration callTimeout;

  private Connection(EventLoopGroup loop, ManagedChannel channel, Duration callTimeout) {
    this.loop = loop;
    this.channel = channel;
    this.callTimeout = callTimeout;
  }

  /** Connects with the first call; nothing is sent before. */
  static Connection open(Endpoint endpoint, Duration callTimeout) {
    EventLoopGroup loop = new NioEventLoopGroup(1, daemons());
    var builder =
        NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
            .channelType(NioSocketChannel.class)
            .eventLoopGroup(loop)
            .directExecutor()
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
            .disableRetry()
            .disableServiceConfigLookUp();
    ManagedChannel channel = endpoint.tls() ? builder.build() : builder.usePlaintext().build();
    return new Connection(loop, channel, callTimeout);
  }

  /** For one call that is answered at once, within the time that the user allows. */
  BatchServiceBlockingStub call() {
    return stream().withDeadlineAfter(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** For a stream that may stay open. */
  BatchServiceBlockingStub stream() {
    return BatchServiceGrpc.newBlockingStub(channel);
  }

  /** For calls by the name of the operation. */
  Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  private static ThreadFactory daemons() {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, "grpc-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
