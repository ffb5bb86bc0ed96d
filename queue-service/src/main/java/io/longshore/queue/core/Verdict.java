package io.longshore.queue.core;

import io.longshore.kit.core.Refusal;
import java.util.Optional;
import java.util.function.Function;

/** What rules say of a request: the value that it comes to, or why it is refused. */
public sealed interface Verdict<T> {

  /** The request is right. */
  record Accepted<T>(T value) implements Verdict<T> {}

  /** The request is not done. */
  record Refused<T>(Refusal why) implements Verdict<T> {}

  /** An accepted value. */
  static <T> Verdict<T> accept(T value) {
    return new Accepted<>(value);
  }

  /** A refusal. */
  static <T> Verdict<T> refuse(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** Goes on with the value, or keeps the refusal. */
  default <R> Verdict<R> then(Function<T, Verdict<R>> next) {
    return switch (this) {
      case Accepted<T>(var value) -> next.apply(value);
      case Refused<T>(var why) -> refuse(why);
    };
  }

  /** Turns the value into another, or keeps the refusal. */
  default <R> Verdict<R> map(Function<T, R> next) {
    return then(value -> accept(next.apply(value)));
  }

  /** The refusal, where it is one. */
  default Optional<Refusal> refusal() {
    return switch (this) {
      case Accepted<T> _ -> Optional.empty();
      case Refused<T>(var why) -> Optional.of(why);
    };
  }

  /** The value, where there is one. */
  default Optional<T> accepted() {
    return switch (this) {
      case Accepted<T>(var value) -> Optional.of(value);
      case Refused<T> _ -> Optional.empty();
    };
  }
}
