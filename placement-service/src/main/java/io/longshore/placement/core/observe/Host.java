package io.longshore.placement.core.observe;

import java.time.Instant;

/** How the node stands on which a launch was placed, judged by the UID that the launch carries. */
public sealed interface Host {

  /** The node is there under its UID. */
  record There(boolean ready) implements Host {}

  /** No node has the name any more. */
  record Gone() implements Host {}

  /** Another node has the name. */
  record Replaced(String uid, Instant since) implements Host {}

  /** Whether this alone makes an end host loss. */
  default boolean lost() {
    return switch (this) {
      case There(boolean ready) -> !ready;
      case Gone _, Replaced _ -> true;
    };
  }
}
