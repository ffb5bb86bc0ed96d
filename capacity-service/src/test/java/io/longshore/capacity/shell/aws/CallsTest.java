package io.longshore.capacity.shell.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of an AWS that does not answer as it should. */
class CallsTest {

  /** As EC2 writes it, with another id for each request. */
  private static final String DENIED =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Response><Errors><Error><Code>UnauthorizedOperation</Code>\
      <Message>You are not authorized to perform this operation.</Message></Error></Errors>\
      <RequestID>%s</RequestID></Response>
      """;

  @Test
  void deniedCallIsToldInAwsWordsWithoutTheRequest() throws IOException {
    assertThat(wordsOf(403, DENIED.formatted("a2f3")))
        .isEqualTo("UnauthorizedOperation: You are not authorized to perform this operation.");
  }

  @Test
  void endpointThatIsNotAwsIsToldByItsStatus() throws IOException {
    assertThat(wordsOf(404, "<html><body>Not here</body></html>")).contains("404");
  }

  @Test
  void endpointWhereNobodyListensIsTold() throws IOException {
    var server = server(200, "");
    var address = address(server);
    server.stop(0);
    assertThat(typesAt(address)).contains("Connection refused");
  }

  private static String wordsOf(int status, String body) throws IOException {
    var server = server(status, body);
    try {
      return typesAt(address(server));
    } finally {
      server.stop(0);
    }
  }

  private static String typesAt(URI address) {
    try (var clients = new AwsClients(settings(address))) {
      var types = new AwsCatalogue(clients.ec2()).instanceTypes();
      return Calls.words(catchThrowable(() -> types.await().indefinitely()));
    }
  }

  private static AwsSettings settings(URI address) {
    var endpoint = Optional.of(address);
    return new AwsSettings(
        "us-east-1",
        Optional.of(new AwsSettings.Keys("test", "test")),
        new AwsSettings.Endpoints(endpoint, endpoint, endpoint),
        new AwsSettings.Limits(Duration.ofSeconds(20), Duration.ofSeconds(40), 2, 20),
        Optional.empty());
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static HttpServer server(int status, String body) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }
}
