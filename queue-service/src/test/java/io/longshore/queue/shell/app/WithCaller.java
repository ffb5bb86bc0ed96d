package io.longshore.queue.shell.app;

import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The service as its callers have it: each test has a connection of its own. */
abstract class WithCaller {

  @TestHTTPResource("/")
  URI http;

  Caller caller;

  @BeforeEach
  void connect() {
    caller = new Caller(http.getPort());
  }

  @AfterEach
  void disconnect() {
    caller.close();
  }

  /** What one of the service's probes says. */
  HttpResponse<String> probe(String name) {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(http.resolve("/q/health/" + name)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
