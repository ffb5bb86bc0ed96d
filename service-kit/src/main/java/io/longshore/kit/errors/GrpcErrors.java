package io.longshore.kit.errors;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Answers what was not a refusal: a bug or a broken pipe. The caller learns that it was internal
 * and under which number the log has it; nothing else leaks.
 */
@Singleton
public final class GrpcErrors implements ExceptionHandlerProvider {

  private static final Logger LOG = Logger.getLogger(GrpcErrors.class);

  @Override
  public <Q, P> ExceptionHandler<Q, P> createHandler(
      Listener<Q> listener, ServerCall<Q, P> call, Metadata metadata) {
    return new Handler<>(listener, call, metadata);
  }

  @Override
  public Throwable transform(Throwable failure) {
    return status(failure);
  }

  /** A status as it is; anything else as {@code INTERNAL}, logged. */
  static Throwable status(Throwable failure) {
    if (failure instanceof StatusRuntimeException || failure instanceof StatusException) {
      return failure;
    }
    String number = Long.toHexString(ThreadLocalRandom.current().nextLong());
    LOG.errorf(failure, "call failed error=%s", number);
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.INTERNAL.getNumber())
            .setMessage("internal error " + number)
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason("INTERNAL")
                        .setDomain(Refusals.DOMAIN)
                        .putMetadata("error", number)
                        .build()))
            .build());
  }

  private static final class Handler<Q, P> extends ExceptionHandler<Q, P> {

    Handler(Listener<Q> listener, ServerCall<Q, P> call, Metadata metadata) {
      super(listener, call, metadata);
    }

    @Override
    protected void handleException(Throwable failure, ServerCall<Q, P> call, Metadata metadata) {
      Throwable status = status(failure);
      Metadata trailers = io.grpc.Status.trailersFromThrowable(status);
      call.close(
          io.grpc.Status.fromThrowable(status), trailers == null ? new Metadata() : trailers);
    }
  }
}
