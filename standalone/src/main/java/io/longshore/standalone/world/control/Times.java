package io.longshore.standalone.world.control;

import java.util.Map;
import java.util.TreeMap;

/** The times that may be changed while the world runs, by the names of their options. */
public final class Times {

  private final Map<String, MillisRange> times = new TreeMap<>();

  /** Sets a time under its name, at the start. */
  public Times with(String name, MillisRange time) {
    times.put(name, time);
    return this;
  }

  /** Changes a time that is there. */
  public void set(String name, String text) {
    if (!times.containsKey(name)) {
      throw new IllegalArgumentException("no time " + name + ": there are " + times.keySet());
    }
    times.put(name, MillisRange.parse(text));
  }

  /** A time from the range under a name, in milliseconds. */
  public long any(String name) {
    return times.get(name).any();
  }
}
