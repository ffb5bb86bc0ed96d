package io.longshore.standalone.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What differs between one embedded stack and another.
 *
 * @param root the folder of the checkout, which holds the built services
 * @param services configuration keys of the services, over the stack's own
 * @param world options of the world, over its defaults
 */
public record StackSettings(
    Path root, Map<Service, Map<String, String>> services, List<String> world) {

  public StackSettings {
    root = root.toAbsolutePath();
    services = Map.copyOf(services);
    world = List.copyOf(world);
  }

  /** The defaults of services and world. */
  public static StackSettings plain(Path root) {
    return new StackSettings(root, Map.of(), List.of());
  }
}
