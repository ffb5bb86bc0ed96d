package io.longshore.scheduler.core.demand;

import java.time.Instant;
import java.util.List;

/**
 * EC2 or Auto Scaling refused to launch for an environment.
 *
 * @param code AWS's error code
 * @param message AWS's words
 * @param types the types asked for
 * @param at when it was last said
 * @param stands what was asked for is still open, and nothing was launched
 */
public record Refusal(String code, String message, List<String> types, Instant at, boolean stands) {
  public Refusal {
    types = List.copyOf(types);
  }

  /** What was refused is asked for no more. */
  public Refusal over() {
    return new Refusal(code, message, types, at, false);
  }
}
