package io.longshore.standalone.stack;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Command;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Ports.Listener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stand-in for Kubernetes and AWS, as a process of its own. */
final class WorldProcess {

  private static final String MAIN = "io.longshore.standalone.world.WorldMain";
  private static final int HEAP_MEGABYTES = 192;

  private final StackSettings settings;
  private final DataFolder data;
  private final Ports ports;
  private final Supervised supervised;

  /** Nothing runs before it is started. */
  WorldProcess(StackSettings settings, DataFolder data, Ports ports, Announcer announcer) {
    this.settings = settings;
    this.data = data;
    this.ports = ports;
    var probe = new HttpProbe("http://" + ports.address(Listener.WORLD_KUBERNETES) + "/version");
    this.supervised = new Supervised("world", this::command, probe, "TERM", announcer);
  }

  /** The command that the user data of an instance joins the cluster with. */
  static Path bootstrap(DataFolder data) {
    return data.folder("world").resolve("bin/bootstrap");
  }

  Supervised process() {
    return supervised;
  }

  private Command command() {
    var folder = data.folder("world");
    var arguments =
        new ArrayList<>(
            List.of(
                "--data=" + folder,
                "--port-kube=" + ports.of(Listener.WORLD_KUBERNETES),
                "--port-aws=" + ports.of(Listener.WORLD_AWS),
                "--namespace=" + Stack.NAMESPACE));
    arguments.addAll(settings.world());
    return new Command(
        "world",
        new JavaCommand(HEAP_MEGABYTES).main(MAIN, arguments.toArray(String[]::new)),
        Environments.ofTheUser(data.folder("home")),
        folder,
        data.log("world"));
  }
}
