package io.longshore.kit.core;

/** What follows a commit that failed or was not answered, once the database can be read again. */
public enum CommitVerdict {
  /** Another owner has the scope: forget everything, even if the commit went through. */
  DROP,
  /** The commit went through, only its answer was lost. */
  GO_ON,
  /** It did not: commit the same step again under the same id. */
  AGAIN;

  /**
   * The order matters: an owner that lost its epoch has nothing left to decide, whether or not its
   * last commit stands.
   *
   * @param mine the epoch that the step was decided under
   * @param stored the epoch in the lease row
   * @param there whether the step's commit id is in the database
   */
  public static CommitVerdict of(long mine, long stored, boolean there) {
    if (stored != mine) {
      return DROP;
    }
    return there ? GO_ON : AGAIN;
  }
}
