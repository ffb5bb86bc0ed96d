package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.longshore.placement.core.desk.Outcome;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Tells apart how a call failed, as far as it matters whether it was done. */
final class Answered {

  private static final String POLICY = "ValidatingAdmissionPolicy 'longshore-fence'";

  private Answered() {}

  /** A create that did not give a pod. */
  static Outcome.OfCreate create(RuntimeException failure) {
    int code = code(failure);
    String message = message(failure);
    if (code == 0) {
      return neverSent(failure) ? new Outcome.NotSent(message) : new Outcome.Unanswered(message);
    }
    if (fenced(failure)) {
      return new Outcome.Fenced(message);
    }
    return switch (code) {
      case 409 -> conflict(failure, message);
      case 401 -> new Outcome.Later("Unauthorized", message);
      case 403 -> forbidden(message);
      case 429 -> new Outcome.Later("TooManyRequests", message);
      case 400, 404, 405, 406, 413, 415, 422 -> new Outcome.Invalid(reason(failure), message);
      // Whoever gave up in between does not know either.
      default -> new Outcome.Unanswered(message);
    };
  }

  private static Outcome.OfCreate conflict(RuntimeException failure, String message) {
    // A quota that was changed meanwhile is a conflict too, and says so with another reason.
    return reason(failure).equals("AlreadyExists")
        ? new Outcome.Exists()
        : new Outcome.Later("Conflict", message);
  }

  /** What an operator or time can cure is tried again; what the pod itself breaks is not. */
  private static Outcome.OfCreate forbidden(String message) {
    if (message.contains("exceeded quota")) {
      return new Outcome.Later("ExceededQuota", message);
    }
    if (message.contains("cannot create resource")) {
      return new Outcome.Later("Forbidden", message);
    }
    return new Outcome.Invalid("Forbidden", message);
  }

  /** Whether the fence is what refused. */
  static boolean fenced(RuntimeException failure) {
    return message(failure).contains(POLICY);
  }

  /** HTTP status, 0 where there was no answer. */
  static int code(Throwable failure) {
    return failure instanceof KubernetesClientException e ? Math.max(0, e.getCode()) : 0;
  }

  static String reason(Throwable failure) {
    return failure instanceof KubernetesClientException e
            && e.getStatus() != null
            && e.getStatus().getReason() != null
        ? e.getStatus().getReason()
        : "";
  }

  static String message(Throwable failure) {
    if (failure instanceof KubernetesClientException e
        && e.getStatus() != null
        && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String said = root.getMessage();
    return said == null ? root.toString() : said;
  }

  private static boolean neverSent(@Nullable Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof UnknownHostException
          || t instanceof NoRouteToHostException) {
        return true;
      }
    }
    return false;
  }
}
