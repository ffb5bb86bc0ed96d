package io.longshore.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is.
 *
 * @param host name or address
 * @param port TCP port
 * @param tls whether the connection is encrypted
 */
record Endpoint(String host, int port, boolean tls) {
  private static final String FILE = ".longshore/endpoints.json";
  private static final String KEY = "grpc";

  @Override
  public String toString() {
    return host + ":" + port;
  }

  /**
   * {@code --endpoint}, else {@code LONGSHORE_ENDPOINT}, else what a running stack wrote into
   * {@code .longshore/endpoints.json} of this folder, of one above it or of the checkout.
   *
   * @throws Trouble where none of them says anything
   */
  static Endpoint find(@Nullable String option, Surroundings world) {
    if (option != null) {
      return parse(option, "--endpoint");
    }
    String variable = world.environment().getOrDefault("LONGSHORE_ENDPOINT", "");
    if (!variable.isBlank()) {
      return parse(variable, "LONGSHORE_ENDPOINT");
    }
    return Stream.concat(
            Stream.iterate(world.directory(), folder -> folder != null, Path::getParent),
            Stream.of(world.root()))
        .map(folder -> folder.resolve(FILE))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(Endpoint::read)
        .orElseThrow(
            () ->
                Trouble.unreachable(
                    "no endpoint is known: start the stack with `longshore up`, or say where the"
                        + " API is with --endpoint HOST:PORT or LONGSHORE_ENDPOINT."));
  }

  private static Endpoint read(Path file) {
    try {
      JsonElement document = JsonParser.parseString(Files.readString(file));
      return Optional.ofNullable(document.getAsJsonObject().get(KEY))
          .map(value -> parse(value.getAsString(), file.toString()))
          .orElseThrow(() -> Trouble.usage(file + " has no \"" + KEY + "\""));
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw Trouble.usage(file + " cannot be read: " + e.getMessage());
    }
  }

  /** {@code host:port}, {@code http://host:port} (plain text, the default) or {@code https://…}. */
  static Endpoint parse(String text, String source) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      boolean tls = "https".equals(uri.getScheme());
      if ((tls || "http".equals(uri.getScheme())) && uri.getHost() != null && uri.getPort() > 0) {
        return new Endpoint(uri.getHost(), uri.getPort(), tls);
      }
    } catch (IllegalArgumentException e) {
      // Told below, in our own words.
    }
    throw Trouble.usage(
        source + ": HOST:PORT, http://HOST:PORT or https://HOST:PORT is expected, not " + text);
  }
}
