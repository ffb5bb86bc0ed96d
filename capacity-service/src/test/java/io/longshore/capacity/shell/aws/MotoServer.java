package io.longshore.capacity.shell.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A {@code moto_server} of the tests' own, on a free port of 127.0.0.1. The command is {@code
 * LONGSHORE_MOTO} (environment or system property {@code longshore.moto}) where that is set, else
 * it is installed from hash-pinned requirements into a venv in the user's cache, once.
 */
final class MotoServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final URI address;

  private MotoServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static MotoServer start() {
    try {
      var command = command();
      int port = freePort();
      var process =
          new ProcessBuilder(command, "-H", "127.0.0.1", "-p", "" + port)
              .redirectErrorStream(true)
              .redirectOutput(Files.createTempFile("moto", ".log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      var server = new MotoServer(process, URI.create("http://127.0.0.1:" + port));
      Awaitility.await().atMost(PATIENCE).until(server::answers);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return address;
  }

  private boolean answers() throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("moto_server ended with " + process.exitValue());
    }
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(address.resolve("/moto-api/")).build();
      http.send(request, BodyHandlers.discarding());
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String command() throws IOException {
    var given =
        Optional.ofNullable(System.getProperty("longshore.moto"))
            .or(() -> Optional.ofNullable(System.getenv("LONGSHORE_MOTO")));
    if (given.isPresent()) {
      return given.get();
    }
    var requirements =
        Path.of(
            System.getProperty("longshore.root", ".."),
            "capacity-service/src/test/python/requirements-moto.txt");
    var cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    var venv = cache.resolve("longshore/venv-moto-" + digest(requirements));
    if (!Files.exists(venv.resolve(".ready"))) {
      run("python3", "-m", "venv", "--clear", venv.toString());
      run(
          venv.resolve("bin/pip").toString(),
          "install",
          "-q",
          "--disable-pip-version-check",
          "--require-hashes",
          "-r",
          requirements.toString());
      Files.createFile(venv.resolve(".ready"));
    }
    return venv.resolve("bin/moto_server").toString();
  }

  private static String digest(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(List.of(command) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
