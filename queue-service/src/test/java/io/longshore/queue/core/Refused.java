package io.longshore.queue.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Refusal;
import java.util.Optional;

/** What tests say of refusals. */
public final class Refused {

  private Refused() {}

  /** The request is refused for this member with these words. */
  public static void member(Optional<Refusal> refusal, String field, String why) {
    assertThat(refusal).contains(new Refusal.Invalid(field, why));
  }

  /** The request is refused for this member, whatever the words. */
  public static void at(Optional<Refusal> refusal, String field) {
    assertThat(refusal).get().extracting(Refusal::field).isEqualTo(field);
  }
}
