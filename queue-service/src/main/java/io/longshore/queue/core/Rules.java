package io.longshore.queue.core;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.longshore.kit.core.Refusal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rules tried one after another on a request; the first that does not hold decides, as on AWS,
 * whose answers name one problem at a time. A rule may read what an earlier one established,
 * because {@link #ok} stays false once one failed.
 */
public final class Rules {

  private @Nullable Refusal first;

  /** Whether every rule so far holds. */
  public boolean ok() {
    return first == null;
  }

  /** The member must satisfy the condition. */
  @CanIgnoreReturnValue
  public Rules member(boolean holds, String field, String why) {
    if (!holds && first == null) {
      first = new Refusal.Invalid(field, why);
    }
    return this;
  }

  /** The member holds a number of things up to a limit. */
  @CanIgnoreReturnValue
  public Rules atMost(int count, long limit, String field, String what) {
    if (count > limit && first == null) {
      first = new Refusal.TooMany(field, what, limit);
    }
    return this;
  }

  /** The thing must be in the state wanted. */
  @CanIgnoreReturnValue
  public Rules state(boolean holds, String what, String why) {
    if (!holds && first == null) {
      first = new Refusal.Conflict(what, why);
    }
    return this;
  }

  /** Another refusal, kept if it is the first. */
  @CanIgnoreReturnValue
  public Rules refuse(Refusal refusal) {
    if (first == null) {
      first = refusal;
    }
    return this;
  }

  /** Another refusal where the condition holds. */
  @CanIgnoreReturnValue
  public Rules refuseIf(boolean condition, Refusal refusal) {
    return condition ? refuse(refusal) : this;
  }

  /** Rules of another part. */
  @CanIgnoreReturnValue
  public Rules and(Supplier<Optional<Refusal>> part) {
    if (first == null) {
      part.get().ifPresent(this::refuse);
    }
    return this;
  }

  /** The first refusal, if any. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(first);
  }

  /** The value if every rule holds; it is made only then. */
  public <T> Verdict<T> verdict(Supplier<T> value) {
    return first == null ? Verdict.accept(value.get()) : Verdict.refuse(first);
  }
}
