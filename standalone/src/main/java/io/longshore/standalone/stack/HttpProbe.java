package io.longshore.standalone.stack;

import io.longshore.standalone.process.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Ready is what answers 200. */
final class HttpProbe implements Probe {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private final HttpRequest request;

  HttpProbe(String url) {
    this.request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
  }

  @Override
  public void ask() throws IOException, InterruptedException {
    var answer = CLIENT.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(request.uri() + " answers " + answer.statusCode());
    }
  }
}
