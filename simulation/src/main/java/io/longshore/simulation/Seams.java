package io.longshore.simulation;

import io.longshore.placement.core.desk.DeskInput;
import io.longshore.scheduler.core.round.Change;
import io.longshore.simulation.cluster.ClusterSession;
import io.longshore.simulation.cluster.ClusterWatch;
import io.longshore.simulation.cluster.Programs;
import io.longshore.simulation.cluster.SimCluster;
import io.longshore.simulation.database.SimDatabase;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.service.CapacityProgram;
import io.longshore.simulation.service.Intake;
import io.longshore.simulation.service.Owner;
import io.longshore.simulation.service.Parts;
import io.longshore.simulation.service.PlacementProgram;
import io.longshore.simulation.service.Publisher;
import io.longshore.simulation.service.SchedulerProgram;
import io.longshore.simulation.service.Tenure;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes the parts, as they are; tests put wrong ones in their places, to see that it shows. */
public class Seams {

  /** The parts as they are. */
  public Seams() {}

  /** Scheduler-service. */
  public SchedulerProgram scheduler(BiConsumer<List<Change>, Instant> watch) {
    return new SchedulerProgram(Settings.limits(), watch);
  }

  /** Placement-service. */
  public PlacementProgram placement(PlacementProgram.Door door) {
    return new PlacementProgram(
        Settings.SERVED,
        Settings.DESK,
        new io.longshore.placement.core.pod.Names("batch.longshore.io"),
        door);
  }

  /** Capacity-service. */
  public CapacityProgram capacity(CapacityProgram.Door door) {
    return new CapacityProgram(Settings.RULES, door);
  }

  /** Queue-service's way in. */
  public Intake intake(
      Host host, Agenda agenda, SimDatabase database, LongSupplier commitIds, Runnable committed) {
    return new Intake(host, agenda, database, commitIds, committed);
  }

  /** A publisher. */
  public Publisher publisher(Publisher.Frame frame) {
    return new Publisher(frame);
  }

  /** An owner. */
  public Owner owner(Parts parts, String scope) {
    return new Owner(parts, scope) {
      @Override
      protected Tenure tenure(Store.Taken taken, long askedAt) {
        return Seams.this.tenure(parts, scope, taken, askedAt, this::over);
      }
    };
  }

  /** An ownership. */
  public Tenure tenure(Parts parts, String scope, Store.Taken taken, long askedAt, Runnable over) {
    return new Tenure(parts, scope, taken, askedAt, over);
  }

  /** The cluster. */
  public SimCluster cluster(
      Agenda agenda,
      Dice dice,
      Faults faults,
      History history,
      Programs programs,
      ClusterWatch watch) {
    return new SimCluster(agenda, dice, faults, history, programs, watch);
  }

  /** Placement's way to it. */
  public PlacementProgram.Session session(SimCluster cluster, Host host, Consumer<DeskInput> desk) {
    return new ClusterSession(cluster, host, desk);
  }
}
