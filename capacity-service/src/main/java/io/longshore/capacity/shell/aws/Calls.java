package io.longshore.capacity.shell.aws;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.async.SdkPublisher;

/** The SDK's futures and pages as {@link Uni}s, and its failures in words. */
public final class Calls {

  private Calls() {}

  /** One call, made on subscription. */
  static <T> Uni<T> call(Supplier<CompletableFuture<T>> call) {
    return Uni.createFrom().completionStage(call).onFailure().transform(Calls::unwrap);
  }

  /** All items of all pages; fails if any page does. */
  static <T> Uni<List<T>> all(Supplier<SdkPublisher<T>> pages) {
    return Uni.createFrom()
        .deferred(
            () -> {
              var items = new ArrayList<T>();
              return call(() -> pages.get().subscribe(items::add)).map(done -> List.copyOf(items));
            });
  }

  /** AWS's error code, empty if AWS did not answer with one. */
  static String code(Throwable failure) {
    return failure instanceof AwsServiceException e
            && e.awsErrorDetails() != null
            && e.awsErrorDetails().errorCode() != null
        ? e.awsErrorDetails().errorCode()
        : "";
  }

  /**
   * Why AWS could not be asked, for people. The same failure gives the same words: a request's id
   * is not among them.
   */
  public static String words(Throwable failure) {
    var cause = unwrap(failure);
    if (cause instanceof AwsServiceException e) {
      return code(e).isEmpty()
          ? "the answer was HTTP status " + e.statusCode()
          : code(e) + ": " + e.awsErrorDetails().errorMessage();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
