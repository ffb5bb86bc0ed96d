package io.longshore.standalone.world.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The errors that the world is told to answer with, each for the next N calls or at a rate. */
public final class Faults {

  /** Which API a fault belongs to. */
  public enum Surface {
    /** The Kubernetes API. */
    KUBE,
    /** EC2, Auto Scaling and SQS. */
    AWS
  }

  /** What happens to a call. */
  public enum Mode {
    /** It is refused with the fault's status, and nothing is done. */
    REFUSE,
    /** It is done, and the connection closes without an answer. */
    LOSE_ANSWER
  }

  /**
   * One fault.
   *
   * @param surface which API
   * @param mode what happens
   * @param status HTTP status of a refusal
   * @param code AWS's error code or Kubernetes' reason of a refusal
   * @param match only calls whose name contains this: "POST /api/v1/…" or an AWS action; empty for
   *     all
   * @param rate share of the matching calls, 0 to 1
   * @param calls how many calls at most; it is spent then
   */
  public record Fault(
      Surface surface, Mode mode, int status, String code, String match, double rate, long calls) {}

  private final List<Fault> faults = new ArrayList<>();

  /** Adds a fault behind those that are there. */
  public void add(Fault fault) {
    faults.add(fault);
  }

  /** Ends all faults. */
  public void clear() {
    faults.clear();
  }

  /** The faults that are not spent. */
  public List<Fault> pending() {
    return List.copyOf(faults);
  }

  /** The fault that strikes a call, which it uses up. */
  public Optional<Fault> strike(Surface surface, String call) {
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      boolean strikes =
          fault.surface() == surface
              && call.contains(fault.match())
              && ThreadLocalRandom.current().nextDouble() < fault.rate();
      if (strikes) {
        spend(i, fault);
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private void spend(int index, Fault fault) {
    if (fault.calls() <= 1) {
      faults.remove(index);
    } else {
      faults.set(
          index,
          new Fault(
              fault.surface(),
              fault.mode(),
              fault.status(),
              fault.code(),
              fault.match(),
              fault.rate(),
              fault.calls() - 1));
    }
  }
}
