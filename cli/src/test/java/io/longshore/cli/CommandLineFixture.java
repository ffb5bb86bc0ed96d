package io.longshore.cli;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs command lines against the fake over a loopback connection, at a time that stands still. */
abstract class CommandLineFixture {
  static final long NOW = Instant.parse("2026-11-24T10:00:00Z").toEpochMilli();

  final FakeBatch batch = new FakeBatch();

  @TempDir Path directory;

  private Server server;
  private boolean terminal;
  private String input = "";

  /** What a command line did. */
  record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(batch)
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  /** From now on a person watches. */
  void onTerminal() {
    terminal = true;
  }

  /** What the next command reads from standard input. */
  void input(String text) {
    input = text;
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  Result run(String... arguments) {
    return runWith(Map.of("LONGSHORE_ENDPOINT", endpoint()), arguments);
  }

  Result runWith(Map<String, String> environment, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var world =
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            environment,
            directory,
            directory.resolve("root"),
            "0.1.0 (abcdef)",
            terminal,
            Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC),
            ZoneOffset.UTC);
    int code = new Longshore(world).run(arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
