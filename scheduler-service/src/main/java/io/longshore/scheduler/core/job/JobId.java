package io.longshore.scheduler.core.job;

import java.util.UUID;

/** A submitted job: a single job, or an array with all its children. */
public record JobId(UUID uuid) implements Comparable<JobId> {
  /** Reads the canonical form. Throws IllegalArgumentException on anything else. */
  public static JobId of(String text) {
    return new JobId(UUID.fromString(text));
  }

  @Override
  public int compareTo(JobId other) {
    return uuid.compareTo(other.uuid);
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
