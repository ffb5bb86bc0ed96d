package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.standalone.Main;
import io.longshore.standalone.process.Processes;
import io.longshore.standalone.stack.JavaCommand;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The stack's command as a process of its own, as a user has it. */
final class CommandProcess implements AutoCloseable {

  private static final int HEAP_MEGABYTES = 256;
  private static final Duration START = Duration.ofSeconds(120);
  private static final String UP = "Longshore is up";

  private final Path data;
  private final Path output;
  private final Process process;

  private CommandProcess(Path data, Path output, Process process) {
    this.data = data;
    this.output = output;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param folder takes its state ({@code .longshore}) and its output ({@code out})
   * @param environment over our own
   */
  static CommandProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    var data = folder.resolve(".longshore");
    var command = new JavaCommand(HEAP_MEGABYTES).option("-Dlongshore.root=" + root());
    var words = new ArrayList<>(command.main(Main.class.getName(), arguments));
    words.add("--data=" + data);
    var output = folder.resolve("out");
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    return new CommandProcess(data, output, builder.start());
  }

  /** Starts the stack that stays, and returns once it says that it is up. */
  static CommandProcess up(Path folder, String... options) throws IOException {
    var words = new ArrayList<>(List.of("up"));
    words.addAll(List.of(options));
    var up = start(folder, Map.of(), words.toArray(String[]::new));
    int before = up.said().split(UP, -1).length;
    await().atMost(START).until(() -> up.said().split(UP, -1).length > before || !up.alive());
    assertThat(up.alive()).as(up.said()).isTrue();
    return up;
  }

  /** The checkout. */
  static Path root() {
    return Path.of(System.getProperty("repository.root", "..")).toAbsolutePath().normalize();
  }

  /** What it has said. */
  String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether it runs. */
  boolean alive() {
    return process.isAlive();
  }

  /** Where its gRPC is to be found; only once it is up. */
  String grpc() throws IOException {
    return new JsonObject(Files.readString(data.resolve("endpoints.json"))).getString("grpc");
  }

  /** Waits for its end and gives back its exit code. */
  int exit(long seconds) throws InterruptedException {
    assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as(said()).isTrue();
    return process.exitValue();
  }

  /** SIGKILL, without a chance to tidy up. */
  void kill() throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  /** SIGTERM: as Ctrl-C, an orderly end. */
  void terminate() {
    process.destroy();
  }

  /** Processes that belong to it in any way: they work in its folder or name it. */
  List<String> processes() {
    return Processes.of(data);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
