package io.longshore.standalone.chaos;

import io.longshore.standalone.world.fault.Faults;
import java.time.Duration;
import java.util.Locale;

/** One thing that goes wrong. */
sealed interface Fault {

  /** What it counts as in the report: "kill scheduler". */
  String kind();

  /**
   * SIGKILL.
   *
   * @param standby of a service, one that does not own the lease
   */
  record Kill(Target target, boolean standby) implements Fault {
    @Override
    public String kind() {
      return "kill " + of(target, standby);
    }
  }

  /**
   * SIGSTOP for longer than a lease lasts, then SIGCONT: the process wakes as a zombie.
   *
   * @param length until SIGCONT
   */
  record Pause(Target target, Duration length) implements Fault {
    @Override
    public String kind() {
      return "pause " + target.word();
    }
  }

  /** Asked to end in good order, as a rollout does, and started again. */
  record Restart(Target target) implements Fault {
    @Override
    public String kind() {
      return "restart " + target.word();
    }
  }

  /** All connections are closed at once; new ones are accepted. */
  record Cut(Link link) implements Fault {
    @Override
    public String kind() {
      return "cut " + link.word();
    }
  }

  /** Connections stay open, and nothing passes. */
  record Stall(Link link, Duration length) implements Fault {
    @Override
    public String kind() {
      return "stall " + link.word();
    }
  }

  /**
   * An API answers calls with errors, or does what they ask and loses its answers.
   *
   * @param rate share of the calls
   * @param calls how many, until it is over
   */
  record Errors(Faults.Surface surface, Faults.Mode mode, double rate, int calls) implements Fault {
    @Override
    public String kind() {
      var how = mode == Faults.Mode.REFUSE ? "refuses" : "loses answers";
      return (surface == Faults.Surface.KUBE ? "kubernetes " : "aws ") + how;
    }
  }

  /** EC2 takes a Spot instance, with a notice. */
  record Interrupt() implements Fault {
    @Override
    public String kind() {
      return "spot interruption";
    }
  }

  /** The broker loses all that it holds, as by a lost disk, and its topics are made anew. */
  record Wipe() implements Fault {
    @Override
    public String kind() {
      return "wipe broker";
    }
  }

  private static String of(Target target, boolean standby) {
    return (standby ? "standby " : "") + target.name().toLowerCase(Locale.ROOT);
  }
}
