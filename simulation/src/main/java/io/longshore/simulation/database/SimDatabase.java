package io.longshore.simulation.database;

import io.longshore.simulation.Faults;
import io.longshore.simulation.History;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way to a database. A transaction is done at one moment or not at all; whether it was is not
 * always told.
 */
public final class SimDatabase {

  /** One call in so many is the last that its process made: it was done, or never began. */
  private static final int CRASH = 2_500;

  private final Store store;
  private final Agenda agenda;
  private final Dice dice;
  private final Faults faults;
  private final History history;
  private boolean down;

  /** How a transaction ended, as far as its caller knows. */
  public sealed interface Answer<T> {
    /** It is committed. */
    record Done<T>(T value) implements Answer<T> {}

    /** Another owner has the scope. */
    record Lost<T>() implements Answer<T> {}

    /** It failed, or nothing was heard of it. */
    record Failed<T>() implements Answer<T> {}
  }

  /** A database that answers. */
  public SimDatabase(Store store, Agenda agenda, Dice dice, Faults faults, History history) {
    this.store = store;
    this.agenda = agenda;
    this.dice = dice;
    this.faults = faults;
    this.history = history;
  }

  /** What it holds. */
  public Store store() {
    return store;
  }

  /** Whether nothing can be read at this moment. */
  public boolean down() {
    return down;
  }

  /** Runs a transaction that writes. */
  public <T> void write(Host host, Function<Store, T> body, Consumer<Answer<T>> then) {
    call(host, body, then, 250);
  }

  /** Runs a transaction that reads, or one whose loss does no harm. */
  public <T> void read(Host host, Function<Store, T> body, Consumer<Answer<T>> then) {
    call(host, body, then, 400);
  }

  private <T> void call(Host host, Function<Store, T> body, Consumer<Answer<T>> then, int often) {
    agenda.in(dice.between(1, 3), () -> arrived(host, body, then, often));
  }

  private <T> void arrived(
      Host host, Function<Store, T> body, Consumer<Answer<T>> then, int often) {
    boolean faulty = faults.on(Faults.Kind.DATABASE);
    if (down || (faulty && dice.once(often))) {
      host.in(dice.between(5, down ? 3_000 : 300), () -> then.accept(new Answer.Failed<>()));
      return;
    }
    boolean crash = faults.on(Faults.Kind.PROCESS) && dice.once(CRASH);
    if (crash && dice.once(2)) {
      host.crash();
      return;
    }
    Answer<T> answer;
    try {
      answer = new Answer.Done<>(body.apply(store));
    } catch (LeaseLost e) {
      answer = new Answer.Lost<>();
    }
    if (crash) {
      host.crash();
      return;
    }
    boolean unanswered = faulty && dice.once(often);
    Answer<T> told = unanswered ? new Answer.Failed<>() : answer;
    host.in(unanswered ? dice.between(100, 5_000) : dice.between(1, 3), () -> then.accept(told));
  }

  /** Faults that come by themselves. */
  public void start() {
    agenda.in(dice.around(700_000), this::mishap);
  }

  private void mishap() {
    if (faults.stopped()) {
      return;
    }
    agenda.in(dice.around(700_000), this::mishap);
    if (faults.on(Faults.Kind.DATABASE) && !down) {
      down = true;
      history.tell("database", store.self() + " fails over");
      agenda.in(dice.between(500, 20_000), this::heal);
    }
  }

  /** It answers again, and has lost nothing. */
  public void heal() {
    if (down) {
      history.tell("database", store.self() + " is back");
    }
    down = false;
  }
}
