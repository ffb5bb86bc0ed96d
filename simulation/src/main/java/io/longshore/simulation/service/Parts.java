package io.longshore.simulation.service;

import io.longshore.simulation.History;
import io.longshore.simulation.database.SimDatabase;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.kafka.SimKafka;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What an owner works with.
 *
 * @param commitIds gives an id never given before
 * @param publishers makes a publisher
 */
public record Parts(
    Wires wires,
    Program program,
    Host host,
    Agenda agenda,
    SimDatabase database,
    SimKafka kafka,
    Dice dice,
    History history,
    Hooks hooks,
    LongSupplier commitIds,
    Function<Publisher.Frame, Publisher> publishers) {

  /** Who looks on. */
  public interface Hooks {
    /** A transaction of a scope's owner is committed. */
    void committed(String scope, Store store);
  }

  long commitId() {
    return commitIds.getAsLong();
  }

  Publisher publisher(String scope, long epoch) {
    BooleanSupplier owner = () -> database.store().epoch(scope) == epoch;
    return publishers.apply(
        new Publisher.Frame(wires, program, host, agenda, database, kafka, dice, epoch, owner));
  }
}
