package io.longshore.simulation;

import java.util.List;

/** A promise does not hold. */
public final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String promise;
  private final transient List<String> subjects;

  /**
   * A broken promise.
   *
   * @param promise which
   * @param subjects what it is about, as the history's lines name it
   */
  public Broken(String promise, List<String> subjects, String message) {
    super(promise + ": " + message);
    this.promise = promise;
    this.subjects = List.copyOf(subjects);
  }

  /** Something that should never throw threw. */
  public Broken(String promise, Throwable cause) {
    super(promise + ": " + cause, cause);
    this.promise = promise;
    this.subjects = List.of();
  }

  /** Which promise. */
  public String promise() {
    return promise;
  }

  /** What it is about. */
  public List<String> subjects() {
    return subjects;
  }
}
