package io.longshore.queue.core;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which names AWS Batch accepts (its live checks, which are looser than its documentation). */
public final class Names {

  private static final Pattern RESOURCE = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Pattern JOB = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]*");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern CLUSTER = Pattern.compile("[0-9A-Za-z][A-Za-z0-9_.-]{0,99}");
  private static final Pattern EKS_ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:eks:[a-z0-9-]+:[0-9]{12}:cluster/[0-9A-Za-z][A-Za-z0-9_-]{0,99}");

  private Names() {}

  /** Name of a queue, an environment or a definition. */
  public static boolean resource(@Nullable String name, int maxLength) {
    return name != null && name.length() <= maxLength && RESOURCE.matcher(name).matches();
  }

  /** Name of a job: the first character is a letter or a digit. */
  public static boolean job(@Nullable String name, int maxLength) {
    return name != null && name.length() <= maxLength && JOB.matcher(name).matches();
  }

  /** DNS-1123 label, without regard to its length. */
  public static boolean namespace(String name) {
    return NAMESPACE.matcher(name).matches();
  }

  /** Plain name of a cluster, as placement-service's configuration may have it. */
  public static boolean cluster(String name) {
    return CLUSTER.matcher(name).matches();
  }

  /** ARN of an EKS cluster in any region and account. */
  public static boolean eksArn(String arn) {
    return EKS_ARN.matcher(arn).matches();
  }
}
