package io.longshore.queue.core.view;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a change of a job means for the read model and for those who listen to events. */
public final class Changes {

  private Changes() {}

  /**
   * Whether a change replaces what is stored: a change is whole, so only its version counts.
   *
   * @param stored version of what is stored, 0 where nothing is
   */
  public static boolean replaces(long stored, long version) {
    return version > stored;
  }

  /**
   * Whether there is a public event for the change: one for each change of status but the step into
   * SUBMITTED, as on AWS.
   *
   * @param before the status before, null where the job or child was not there
   */
  public static boolean told(@Nullable JobStatus before, JobStatus after) {
    return after != JobStatus.SUBMITTED && after != before;
  }

  /** The id of a change's event: the same however often it is delivered. */
  public static UUID eventId(String jobId, long version) {
    String name = jobId + "/" + version;
    byte[] bytes = new byte[name.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) name.charAt(i);
    }
    return UUID.nameUUIDFromBytes(bytes);
  }
}
