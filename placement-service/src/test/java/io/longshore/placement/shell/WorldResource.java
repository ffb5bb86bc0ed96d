package io.longshore.placement.shell;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stand-in's cluster, served by the service under test as {@code main}. */
public final class WorldResource implements QuarkusTestResourceLifecycleManager {

  private static @Nullable StandIn world;

  private @Nullable Path data;

  /** The cluster. */
  static StandIn world() {
    StandIn there = world;
    if (there == null) {
      throw new IllegalStateException("not started");
    }
    return there;
  }

  @Override
  public Map<String, String> start() {
    try {
      Path folder = Files.createTempDirectory("longshore-world");
      data = folder;
      world = StandIn.start(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "longshore.placement.clusters.main.cluster",
        "main",
        "longshore.placement.clusters.main.api-server",
        world().url(),
        "longshore.placement.clusters.main.namespaces",
        StandIn.BATCH);
  }

  @Override
  public void stop() {
    world().close();
    Path folder = data;
    if (folder == null) {
      return;
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
