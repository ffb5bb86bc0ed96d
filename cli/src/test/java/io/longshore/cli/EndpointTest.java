package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointTest extends CommandLineFixture {
  private static final String[] LIST = {"list", "-q", "main"};

  @Test
  void withoutAnythingItSaysHow() {
    Result result = runWith(Map.of(), LIST);
    assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(result.err()).contains("longshore up", "--endpoint", "LONGSHORE_ENDPOINT");
  }

  @Test
  void theStacksFileIsFoundInAParentFolder() throws IOException {
    write(directory, "{\"rest\": \"127.0.0.1:1\", \"grpc\": \"" + endpoint() + "\"}");
    assertThat(runWith(Map.of(), LIST).exitCode()).isZero();
  }

  @Test
  void theCheckoutIsLookedAtLast() throws IOException {
    write(directory.resolve("root"), "{\"grpc\": \"" + endpoint() + "\"}");
    assertThat(runWith(Map.of(), LIST).exitCode()).isZero();
    write(directory, "{\"grpc\": \"127.0.0.1:1\"}");
    assertThat(runWith(Map.of(), LIST).exitCode()).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void theOptionGoesBeforeTheVariableAndThatBeforeTheFile() throws IOException {
    write(directory, "{\"grpc\": \"127.0.0.1:1\"}");
    var good = Map.of("LONGSHORE_ENDPOINT", endpoint());
    assertThat(runWith(good, LIST).exitCode()).isZero();
    var bad = Map.of("LONGSHORE_ENDPOINT", "127.0.0.1:1");
    assertThat(runWith(bad, "list", "-q", "main", "--endpoint", endpoint()).exitCode()).isZero();
  }

  @Test
  void nonsenseIsToldWithItsSource() throws IOException {
    assertThat(runWith(Map.of("LONGSHORE_ENDPOINT", "nowhere"), LIST).err())
        .contains("LONGSHORE_ENDPOINT", "HOST:PORT");
    write(directory, "[]");
    Result result = runWith(Map.of(), LIST);
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("endpoints.json");
  }

  @Test
  void httpsMeansTls() {
    assertThat(Endpoint.parse("https://batch.example:443", "test"))
        .isEqualTo(new Endpoint("batch.example", 443, true));
    assertThat(Endpoint.parse("http://10.0.0.1:9600", "test").tls()).isFalse();
  }

  private static void write(Path folder, String text) throws IOException {
    Path file = folder.resolve(".longshore/endpoints.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
