package io.longshore.queue.core.submit;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Verdict;

/**
 * Client tokens: unique per principal and queue, as long-lived as the job they made. The same
 * content gives the same job again, other content is refused.
 */
public final class Tokens {

  private Tokens() {}

  /**
   * A token that has been used.
   *
   * @param content digest of the request that it came with
   */
  public record Used(String jobId, String jobName, String content) {}

  /** The job that the token made, if the request is the same. */
  public static Verdict<Used> reuse(String token, Used used, String content) {
    return used.content().equals(content)
        ? Verdict.accept(used)
        : Verdict.refuse(
            new Refusal.AlreadyExists(
                "clientToken",
                "clientToken",
                token,
                "clientToken " + token + " was used with other content for job " + used.jobId()));
  }
}
