package io.longshore.standalone.chaos;

import io.longshore.standalone.demo.Wait;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the services' leases again and again: who owns them, and since when. */
public final class Leases implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(200);

  private final Stack stack;
  private final Map<Service, Lease> current = new EnumMap<>(Service.class);
  private final List<Lease> history = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;
  private @Nullable Connection connection;

  /**
   * A lease as it was first seen with its epoch.
   *
   * @param holder name of the process that took it
   * @param millis when that was seen, in epoch milliseconds
   */
  public record Lease(Service service, long epoch, String holder, long millis) {}

  /** Begins to look. */
  public Leases(Stack stack) {
    this.stack = stack;
    this.thread = Thread.ofPlatform().daemon().name("leases").start(this::look);
  }

  /** The newest lease of a service; empty where none was seen yet. */
  public synchronized Optional<Lease> of(Service service) {
    return Optional.ofNullable(current.get(service));
  }

  /** When the lease after this one was first seen, if it was. */
  synchronized Optional<Lease> after(Service service, long epoch) {
    return history.stream()
        .filter(lease -> lease.service() == service && lease.epoch() > epoch)
        .findFirst();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    while (!closing) {
      try {
        for (var service : Service.values()) {
          look(service);
        }
      } catch (SQLException e) {
        // The database is one of those that die here.
        disconnect();
      }
      Wait.pause(TICK);
    }
    disconnect();
  }

  private void look(Service service) throws SQLException {
    var open = connection;
    if (open == null) {
      open = stack.connect();
      connection = open;
    }
    try (var statement = open.createStatement();
        var rows =
            statement.executeQuery(
                "select epoch, holder from "
                    + service.schema()
                    + ".kit_lease where holder <> '' order by scope limit 1")) {
      if (rows.next()) {
        note(service, rows.getLong(1), rows.getString(2));
      }
    }
  }

  private synchronized void note(Service service, long epoch, String holder) {
    var known = current.get(service);
    if (known == null || known.epoch() != epoch) {
      var lease = new Lease(service, epoch, holder, System.currentTimeMillis());
      current.put(service, lease);
      history.add(lease);
    }
  }

  private void disconnect() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is broken: that is why it is closed.
        return;
      }
    }
  }
}
