package io.longshore.queue.core.view;

/** Where a job stands, in AWS Batch's words; the numbers are those of the messages and rows. */
public enum JobStatus {
  SUBMITTED(1),
  PENDING(2),
  RUNNABLE(3),
  STARTING(4),
  RUNNING(5),
  SUCCEEDED(6),
  FAILED(7);

  private final int number;

  JobStatus(int number) {
    this.number = number;
  }

  /** The status's number. */
  public int number() {
    return number;
  }

  /** Whether nothing follows it. */
  public boolean isFinal() {
    return switch (this) {
      case SUCCEEDED, FAILED -> true;
      case SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING -> false;
    };
  }

  /** The status of a number. */
  public static JobStatus of(int number) {
    if (number < 1 || number > values().length) {
      throw new IllegalArgumentException("no job status has the number " + number);
    }
    return values()[number - 1];
  }
}
