package io.longshore.standalone.world.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Who called what of late. */
public final class Calls {

  private static final int KEPT = 50_000;
  private static final String CREDENTIAL = "Credential=";

  /**
   * One call.
   *
   * @param at when it came, in milliseconds since the epoch
   * @param key the access key that it is signed with; empty where it is not
   * @param action as AWS names it
   */
  public record Call(long at, String key, String action) {}

  private final Deque<Call> calls = new ArrayDeque<>();

  void note(String authorization, String action) {
    calls.addLast(new Call(System.currentTimeMillis(), key(authorization), action));
    if (calls.size() > KEPT) {
      calls.removeFirst();
    }
  }

  /** The newest of them, oldest first. */
  public List<Call> all() {
    return List.copyOf(calls);
  }

  private static String key(String authorization) {
    int from = authorization.indexOf(CREDENTIAL) + CREDENTIAL.length();
    int to = authorization.indexOf('/', from);
    return from < CREDENTIAL.length() || to < 0 ? "" : authorization.substring(from, to);
  }
}
