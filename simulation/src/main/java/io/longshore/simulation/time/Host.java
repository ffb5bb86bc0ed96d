package io.longshore.simulation.time;

import java.util.ArrayList;
import java.util.List;

/**
 * A process: what it has on its agenda is done while it lives, waits while it is paused, and is
 * gone when it is killed. What it has sent is on its way all the same.
 */
public final class Host {

  private final String name;
  private final Agenda agenda;
  private final List<Runnable> deferred = new ArrayList<>();
  private int life;
  private boolean alive = true;
  private boolean paused;
  private Runnable crash = () -> {};

  /** A process that runs. */
  public Host(String name, Agenda agenda) {
    this.name = name;
    this.agenda = agenda;
  }

  /** Its name, with how often it was started. */
  public String name() {
    return name + "#" + life;
  }

  /** Whether it is there, paused or not. */
  public boolean alive() {
    return alive;
  }

  /** Whether it is there and runs. */
  public boolean running() {
    return alive && !paused;
  }

  /** Does {@code what} after {@code delay} milliseconds, if the process still lives then. */
  public void in(long delay, Runnable what) {
    int mine = life;
    agenda.in(delay, () -> run(mine, what));
  }

  private void run(int mine, Runnable what) {
    if (mine != life || !alive) {
      return;
    }
    if (paused) {
      deferred.add(() -> run(mine, what));
    } else {
      what.run();
    }
  }

  /** Stops it; it does not notice. */
  public void pause() {
    paused = true;
  }

  /** Wakes it up: everything that waited is done at once, in order. */
  public void resume() {
    paused = false;
    var waiting = List.copyOf(deferred);
    deferred.clear();
    waiting.forEach(what -> agenda.in(0, what));
  }

  /** What to do where the process is to end on the line that it is on. */
  public void onCrash(Runnable what) {
    crash = what;
  }

  /** It ends on the line that it is on. */
  public void crash() {
    if (alive) {
      crash.run();
    }
  }

  /** Ends it. */
  public void kill() {
    alive = false;
    paused = false;
    life++;
    deferred.clear();
  }

  /** It runs again, with an empty memory. */
  public void restart() {
    alive = true;
  }
}
