package io.longshore.standalone.demo;

/**
 * Something that was promised, and what the record says of it.
 *
 * @param what the promise
 * @param holds whether the record bears it out
 * @param evidence what was found
 */
record Claim(String what, boolean holds, String evidence) {

  @Override
  public String toString() {
    return "%-4s %s: %s".formatted(holds ? "ok" : "OFF", what, evidence);
  }
}
