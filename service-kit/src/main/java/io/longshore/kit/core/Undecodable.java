package io.longshore.kit.core;

/**
 * Input whose bytes cannot be read. It is never skipped: the stream stops, loudly, until a reader
 * that understands it is deployed. Wire code throws it; the runtime stops the stream.
 */
public final class Undecodable extends RuntimeException {

  /** What could not be read, and why. */
  public Undecodable(String what, Throwable cause) {
    super(what + " cannot be decoded: " + cause.getMessage(), cause);
  }

  /** What could not be read, and why. */
  public Undecodable(String what, String why) {
    super(what + " cannot be decoded: " + why);
  }
}
