package io.longshore.kit.shell.cell;

import io.longshore.kit.shell.GateProgram;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.config.KitConfig;
import io.longshore.kit.shell.db.Gate;
import io.longshore.kit.shell.db.OutboxTable;
import io.longshore.kit.shell.db.Trim;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Starts a service's loops and gates, and ends them with the process: each finishes its round and
 * gives its lease back. What a service calls when it has started.
 */
@Singleton
public final class Cells {

  private static final Logger LOG = Logger.getLogger(Cells.class);

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long TRIM_EVERY_MS = 60_000;

  private final Kit kit;
  private final KitConfig config;
  private final List<CellRuntime> runtimes = new CopyOnWriteArrayList<>();
  private volatile boolean gated;

  Cells(Kit kit, KitConfig config) {
    this.kit = kit;
    this.config = config;
    kit.vertx().setPeriodic(TRIM_EVERY_MS, _ -> trim());
  }

  private void trim() {
    Trim.sweep(kit.db())
        .subscribe()
        .with(_ -> {}, failure -> LOG.warnf("sweep failed: %s", failure.toString()));
  }

  /** Runs {@code program} whenever this process owns {@code wiring}'s scope. */
  public CellRuntime run(Wiring wiring, Program program) {
    var settings =
        new CellSettings(
            config.cell().maxInputs(),
            config.cell().inbox().asLongValue(),
            config.cell().outboxPoll(),
            config.cell().standbyPoll(),
            config.cell().gapAlarm());
    var runtime = new CellRuntime(kit, wiring, program, settings);
    runtimes.add(runtime);
    runtime.start();
    return runtime;
  }

  /** A gate whose messages the owner of {@code publisher}'s scope sends, here or elsewhere. */
  public <W, A> Gate<W, A> gate(Wiring wiring, GateProgram<W, A> program, CellRuntime publisher) {
    gated = true;
    var outbox = new OutboxTable(kit.db(), wiring.self(), wiring.cell());
    var bounds =
        new Gate.Bounds(
            config.intake().batch(), config.intake().queue(), config.intake().patience());
    return new Gate<>(
        kit.vertx(), kit.db(), wiring.scope(), outbox, program, bounds, publisher::wakePublisher);
  }

  /** What all loops of the process share. */
  public Kit kit() {
    return kit;
  }

  /** Whether the process has a gate: its callers need the database alone. */
  public boolean takesRequests() {
    return gated;
  }

  /** All loops of the process. */
  public List<CellRuntime> runtimes() {
    return List.copyOf(runtimes);
  }

  void stop(@Observes ShutdownEvent event) {
    runtimes.forEach(CellRuntime::requestStop);
    for (CellRuntime runtime : runtimes) {
      try {
        runtime.stop(PATIENCE);
      } catch (InterruptedException e) {
        LOG.warnf("interrupted while stopping scope=%s", runtime.scope());
        Thread.currentThread().interrupt();
      }
    }
    kit.close();
  }
}
