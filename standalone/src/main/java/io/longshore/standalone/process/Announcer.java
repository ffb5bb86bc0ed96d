package io.longshore.standalone.process;

/** Where the stack says what happens: a line a change. */
@FunctionalInterface
public interface Announcer {

  /**
   * Says one line.
   *
   * @param who the process or "stack"
   * @param what what became of it
   */
  void say(String who, String what);
}
