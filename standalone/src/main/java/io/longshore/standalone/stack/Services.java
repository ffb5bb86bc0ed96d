package io.longshore.standalone.stack;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Command;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Ports.Listener;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The four services, each configured by a file in its own folder that can be read and changed. */
final class Services {

  private static final int HEAP_MEGABYTES = 192;

  private final StackSettings settings;
  private final DataFolder data;
  private final Ports ports;
  private final Database database;
  private final Map<Service, Supervised> processes = new EnumMap<>(Service.class);

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
      var ready = "http://" + ports.address(service.listener()) + "/q/health/ready";
      processes.put(
          service,
          new Supervised(
              service.schema(), () -> command(service), new HttpProbe(ready), "TERM", announcer));
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

  Supervised process(Service service) {
    return processes.get(service);
  }

  private Command command(Service service) {
    var folder = data.folder(service.module());
    var configuration = new Template("application.properties", configuration(service));
    configuration.write(folder.resolve("config"));
    var words =
        new JavaCommand(HEAP_MEGABYTES)
            .option("-Duser.home=" + data.folder("home"))
            .jar(service.jar(settings.root()));
    return new Command(
        service.module(),
        words,
        Environments.sealed(data.folder("home")),
        folder,
        data.log(service.module()));
  }

  private String configuration(Service service) {
    var values = values(service);
    var common = Template.of("services.properties").with(values).text();
    var own = Template.of(service.module() + ".properties").with(values).text();
    var over =
        new TreeMap<>(settings.services().getOrDefault(service, Map.of()))
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    return String.join("\n", common, own, "# This stack's own.", over, "");
  }

  private Map<String, String> values(Service service) {
    return Map.ofEntries(
        Map.entry("port", "" + ports.of(service.listener())),
        Map.entry("scheduler-port", "" + ports.of(Listener.SCHEDULER)),
        Map.entry("placement", ports.address(Listener.PLACEMENT)),
        Map.entry("role", service.schema()),
        Map.entry("password", database.password()),
        Map.entry("database", ports.address(Listener.DATABASE) + "/" + Database.NAME),
        Map.entry("broker", ports.address(Listener.BROKER)),
        Map.entry("kubernetes", "http://" + ports.address(Listener.WORLD_KUBERNETES)),
        Map.entry("aws", "http://" + ports.address(Listener.WORLD_AWS)),
        Map.entry("bootstrap", WorldProcess.bootstrap(data).toString()),
        Map.entry("cluster", Stack.CLUSTER),
        Map.entry("namespace", Stack.NAMESPACE));
  }
}
