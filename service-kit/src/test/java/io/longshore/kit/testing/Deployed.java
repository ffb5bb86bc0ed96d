package io.longshore.kit.testing;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The configuration that the kustomize base gives a service, read as the service reads it. */
public final class Deployed {

  private Deployed() {}

  /**
   * Maps it; what is missing, unknown or no value of its kind fails here as it would fail the
   * start.
   *
   * @param service the service's name
   * @param mappings the service's own configuration, beside the kit's
   */
  public static SmallRyeConfig config(String service, Class<?>... mappings) throws IOException {
    var secret =
        Map.of(
            "quarkus.datasource.username", "longshore", "quarkus.datasource.password", "longshore");
    var builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withConverter(MemorySize.class, 100, new MemorySizeConverter())
            .withConverter(Duration.class, 100, new DurationConverter())
            .withSources(
                new PropertiesConfigSource(given(service), 400),
                new PropertiesConfigSource(secret, "secret", 300),
                new PropertiesConfigSource(own(), 250),
                new PropertiesConfigSource(kits(), 200));
    for (var mapping : mappings) {
      builder.withMapping(mapping);
    }
    return builder.build();
  }

  private static URL given(String service) throws IOException {
    return Path.of("../k8s/base", service, "application.properties").toUri().toURL();
  }

  private static URL own() throws IOException {
    return Path.of("src/main/resources/application.properties").toUri().toURL();
  }

  private static URL kits() {
    return Objects.requireNonNull(
        Deployed.class.getResource("/META-INF/microprofile-config.properties"));
  }
}
