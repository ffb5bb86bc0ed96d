package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients in other languages, made from the contract, each with its own tests on a stack. */
@Tag("system")
class ClientsSystemTest {

  private static final String NAME = "clients";
  private static final long PATIENCE_SECONDS = 240;

  @TempDir Path folder;

  @Test
  void pythonSubmitsWaitsReadsOutputAndProduces() throws Exception {
    var examples = CommandProcess.root().resolve("examples/clients/python");
    run(examples, Map.of(), "./build.sh");
    try (var data = DataFolder.open(folder.resolve("data"));
        var stack = Stack.start(Bulk.settings(), data, Ports.anyFree(), new Lines());
        var api = new Api(stack.endpoints().grpc())) {
      OnePool.create(api, NAME, 8, "m6i.xlarge");
      var said =
          run(
              examples,
              Map.of(
                  "LONGSHORE_ENDPOINT", stack.endpoints().grpc(),
                  "LONGSHORE_KAFKA", stack.endpoints().kafka()),
              "target/venv/bin/python",
              "-m",
              "unittest",
              "-v",
              "test_clients");
      System.out.println(said);
      assertThat(said).contains("test_a_job_comes_in_by_kafka_and_twice_is_once");
      assertThat(said).endsWith("OK\n");
    }
  }

  private String run(Path where, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(folder, "out", ".txt");
    var builder = new ProcessBuilder(words).directory(where.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    var said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
