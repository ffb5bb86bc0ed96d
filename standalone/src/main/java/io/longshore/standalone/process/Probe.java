package io.longshore.standalone.process;

/** Asks whether a process does its work yet. */
@FunctionalInterface
public interface Probe {

  /**
   * One question, answered within a second or two.
   *
   * @throws Exception where the answer is no, or nobody answers; its message says why
   */
  void ask() throws Exception;
}
