package io.longshore.standalone.stack;

import io.longshore.standalone.stack.Ports.Listener;
import java.nio.file.Path;

/** The four services, from the artefacts that are deployed. */
public enum Service {
  /** Front door and read model. */
  QUEUE("queue-service", "queue", Listener.QUEUE),
  /** The brain. */
  SCHEDULER("scheduler-service", "scheduler", Listener.SCHEDULER),
  /** Instances. */
  CAPACITY("capacity-service", "capacity", Listener.CAPACITY),
  /** Pods. */
  PLACEMENT("placement-service", "placement", Listener.PLACEMENT);

  private final String module;
  private final String schema;
  private final Listener listener;

  Service(String module, String schema, Listener listener) {
    this.module = module;
    this.schema = schema;
    this.listener = listener;
  }

  /** Its name, which is its module's. */
  public String module() {
    return module;
  }

  /** Its schema in the database and the role that owns it. */
  public String schema() {
    return schema;
  }

  /** Where it listens. */
  public Listener listener() {
    return listener;
  }

  /** The jar that starts it. */
  Path jar(Path root) {
    return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
  }
}
