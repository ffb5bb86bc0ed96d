package io.longshore.standalone.stack;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Command;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Ports.Listener;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The four services, each configured by a file in its own folder that can be read and changed. */
final class Services {

  private static final int HEAP_MEGABYTES = 192;

  private final StackSettings settings;
  private final DataFolder data;
  private final Ports ports;
  private final Database database;
  private final Map<Service, List<Supervised>> processes = new EnumMap<>(Service.class);

  /** Nothing runs before it is started. */
  Services(
      StackSettings settings,
      DataFolder data,
      Ports ports,
      Database database,
      Announcer announcer) {
    this.settings = settings;
    this.data = data;
    this.ports = ports;
    this.database = database;
    for (var service : Service.values()) {
      processes.put(
          service,
          IntStream.range(0, settings.instances())
              .mapToObj(number -> supervised(new Instance(service, number), announcer))
              .toList());
    }
  }

  /**
   * Finds out early that something is not built.
   *
   * @throws IllegalStateException naming the missing file
   */
  void check() {
    for (var service : Service.values()) {
      var jar = service.jar(settings.root());
      if (!Files.exists(jar)) {
        throw new IllegalStateException(jar + " is missing: run ./longshore build");
      }
    }
  }

  /** Its processes, one an instance. */
  List<Supervised> processes(Service service) {
    return processes.get(service);
  }

  private Supervised supervised(Instance instance, Announcer announcer) {
    int port = ports.of(instance.service().listener(), instance.number());
    var ready = new HttpProbe("http://127.0.0.1:" + port + "/q/health/ready");
    return new Supervised(instance.name(), () -> command(instance), ready, "TERM", announcer);
  }

  private Command command(Instance instance) {
    var folder = data.folder(instance.folder());
    var configuration = new Template("application.properties", configuration(instance));
    configuration.write(folder.resolve("config"));
    var words =
        new JavaCommand(HEAP_MEGABYTES)
            .option("-Duser.home=" + data.folder("home"))
            .jar(instance.service().jar(settings.root()));
    return new Command(
        instance.folder(),
        words,
        Environments.sealed(data.folder("home")),
        folder,
        data.log(instance.folder()));
  }

  private String configuration(Instance instance) {
    var service = instance.service();
    var values = values(instance);
    var common = Template.of("services.properties").with(values).text();
    var own = Template.of(service.module() + ".properties").with(values).text();
    var over =
        new TreeMap<>(settings.services().getOrDefault(service, Map.of()))
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    return String.join("\n", common, own, "# This stack's own.", over, "");
  }

  private Map<String, String> values(Instance instance) {
    var service = instance.service();
    int number = instance.number();
    return Map.ofEntries(
        Map.entry("instance", instance.name()),
        Map.entry("port", "" + ports.of(service.listener(), number)),
        Map.entry("scheduler-port", "" + ports.of(Listener.SCHEDULER, number)),
        Map.entry("role", service.schema()),
        Map.entry("password", database.password()),
        Map.entry("database", ports.route(Listener.DATABASE) + "/" + Database.NAME),
        Map.entry("broker", ports.route(Listener.BROKER)),
        Map.entry("kubernetes", "http://" + ports.route(Listener.WORLD_KUBERNETES)),
        Map.entry("aws", "http://" + ports.route(Listener.WORLD_AWS)),
        Map.entry("bootstrap", WorldProcess.bootstrap(data).toString()),
        Map.entry("cluster", Stack.CLUSTER),
        Map.entry("namespace", Stack.NAMESPACE));
  }

  /**
   * One of a service's processes.
   *
   * @param number from 0
   */
  private record Instance(Service service, int number) {

    /** "queue" and "queue-2": its name in lines, in lease rows and to PostgreSQL. */
    String name() {
      return service.schema() + suffix();
    }

    /** Where its configuration is, and what its log is called. */
    String folder() {
      return service.module() + suffix();
    }

    private String suffix() {
      return number == 0 ? "" : "-" + (number + 1);
    }
  }
}
