package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.kit.wire.Inputs;
import io.longshore.simulation.database.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the owner of a scope does: the kit's Program, without its threads. */
public interface Program {

  /** Rebuilds memory from the database. */
  Decision load(Store store, long epoch, Instant now);

  /** Decides one round. */
  Decision step(Inputs inputs);

  /** The decision is in the database. */
  void committed(Decision decision);

  /** Memory no longer holds. */
  void dropped();

  /** Completes outgoing messages as they are sent. */
  default List<ByteString> beforeSend(String to, List<ByteString> messages, Store store) {
    return messages;
  }

  /** What a program may ask of the tenure that runs it. */
  interface Tenancy {
    /** A round even if nothing has arrived. */
    void wake();

    /** Whether nobody else can own the scope yet. */
    boolean surelyHeld();

    /** Does {@code what} later, while the ownership lasts. */
    void in(long delay, Runnable what);
  }

  /** Told before {@link #load} whom to ask. */
  default void tenancy(Tenancy tenancy) {}

  /** A numbered message. */
  record Out(String to, ByteString body) {}

  /** A statement; an empty body withdraws it. */
  record StatementOut(String to, String subject, ByteString body) {}

  /** A record of a compacted topic. */
  record EntryOut(String topic, String key, ByteString body) {}

  /** What a round came to. */
  record Decision(
      Consumer<Store> writes,
      List<Out> messages,
      List<StatementOut> statements,
      List<EntryOut> entries,
      Optional<Instant> wakeAt) {

    /** Nothing happened. */
    public static Decision nothing(Optional<Instant> wakeAt) {
      return new Decision(_ -> {}, List.of(), List.of(), List.of(), wakeAt);
    }
  }
}
