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
 * @param instances how many processes of each service; one of them owns its leases, the others
 *     stand by
 */
public record StackSettings(
    Path root, Map<Service, Map<String, String>> services, List<String> world, int instances) {

  public StackSettings {
    if (instances < 1) {
      throw new IllegalArgumentException("at least one instance of each service");
    }
    root = root.toAbsolutePath();
    services = Map.copyOf(services);
    world = List.copyOf(world);
  }

  /** One instance of each service. */
  public StackSettings(Path root, Map<Service, Map<String, String>> services, List<String> world) {
    this(root, services, world, 1);
  }

  /** The same with so many instances of each service. */
  public StackSettings instances(int wanted) {
    return new StackSettings(root, services, world, wanted);
  }

  /** The defaults of services and world. */
  public static StackSettings plain(Path root) {
    return new StackSettings(root, Map.of(), List.of());
  }
}
