package io.longshore.placement.core;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One try to run an attempt of a job, of an array child or of a node of a multi-node job. Numbers
 * are never used again, so an id names at most one pod for ever.
 *
 * @param jobId the job's UUID; for a child or member its parent's
 * @param part which part of the job
 * @param launch the launch's number, from 1
 */
public record LaunchId(String jobId, Part part, int launch) implements Comparable<LaunchId> {

  private static final int UUID_LENGTH = 36;
  private static final Pattern POD_NAME =
      Pattern.compile("lsh-([0-9a-f-]{36})(?:-(n?)(\\d{1,9}))?-(\\d{1,9})");
  private static final Comparator<LaunchId> ORDER =
      Comparator.comparing(LaunchId::jobId)
          .thenComparingInt(id -> id.part.rank())
          .thenComparingInt(LaunchId::launch);

  /** Refuses what could not be part of a pod's name. */
  public LaunchId {
    if (!isUuid(jobId)) {
      throw new IllegalArgumentException("a job's id is a UUID in lower case, got " + jobId);
    }
    if (launch < 1) {
      throw new IllegalArgumentException("launch numbers start at 1, got " + launch);
    }
  }

  /** By hand: an id is made for every sighting of a pod, and a pattern costs ten times as much. */
  private static boolean isUuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : (c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Which part of a job a launch runs. */
  public sealed interface Part {

    /** The whole of a plain job. */
    record Whole() implements Part {}

    /** A child of an array, by index from 0. */
    record Child(int index) implements Part {}

    /** A node of a multi-node job, by index from 0. */
    record Member(int index) implements Part {}

    private int rank() {
      return switch (this) {
        case Whole _ -> -1;
        case Child(int index) -> index;
        case Member(int index) -> index;
      };
    }
  }

  /** The pod's name: {@code lsh-<job uuid>[-<index>|-n<node>]-<launch>}, a DNS-1123 label. */
  public String podName() {
    return "lsh-"
        + jobId
        + switch (part) {
          case Part.Whole _ -> "";
          case Part.Child(int index) -> "-" + index;
          case Part.Member(int index) -> "-n" + index;
        }
        + "-"
        + launch;
  }

  /** The id in AWS Batch's form, as {@code AWS_BATCH_JOB_ID} shows it. */
  public String batchId() {
    return switch (part) {
      case Part.Whole _ -> jobId;
      case Part.Child(int index) -> jobId + ":" + index;
      case Part.Member(int index) -> jobId + "#" + index;
    };
  }

  /** Reads a pod's name back; empty for a name that is not a launch's. */
  public static Optional<LaunchId> ofPodName(String name) {
    Matcher m = POD_NAME.matcher(name);
    if (!m.matches() || !isUuid(m.group(1)) || Integer.parseInt(m.group(4)) < 1) {
      return Optional.empty();
    }
    Part part =
        m.group(3) == null
            ? new Part.Whole()
            : m.group(2).isEmpty()
                ? new Part.Child(Integer.parseInt(m.group(3)))
                : new Part.Member(Integer.parseInt(m.group(3)));
    return Optional.of(new LaunchId(m.group(1), part, Integer.parseInt(m.group(4))));
  }

  @Override
  public int compareTo(LaunchId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return podName();
  }
}
