package io.longshore.kit.errors;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.longshore.kit.core.Refusal;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/**
 * The one mapper from a refusal to a gRPC status with {@code google.rpc} details. Every status
 * carries an {@code ErrorInfo} with a constant reason in the domain {@value #DOMAIN}.
 */
public final class Refusals {

  /** The domain of every {@code ErrorInfo} of the suite. */
  public static final String DOMAIN = "longshore.io";

  private static final int RETRY_SECONDS = 1;

  private Refusals() {}

  /** The failure that answers a call with this refusal. */
  public static StatusRuntimeException exception(Refusal refusal) {
    return StatusProto.toStatusRuntimeException(status(refusal));
  }

  /** A call's answer: the refusal. */
  public static <T> Uni<T> fail(Refusal refusal) {
    return Uni.createFrom().failure(exception(refusal));
  }

  /** Status code, message and details of a refusal. */
  public static Status status(Refusal refusal) {
    Mapped mapped = map(refusal);
    var status =
        Status.newBuilder().setCode(mapped.code().getNumber()).setMessage(refusal.message());
    status.addDetails(
        Any.pack(ErrorInfo.newBuilder().setReason(mapped.reason()).setDomain(DOMAIN).build()));
    mapped.details().forEach(detail -> status.addDetails(Any.pack(detail)));
    return status.build();
  }

  private record Mapped(Code code, String reason, List<? extends Message> details) {}

  private static Mapped map(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Invalid(var field, var why) ->
          new Mapped(Code.INVALID_ARGUMENT, "INVALID", violations(field, why));
      case Refusal.NotHonoured(var field) ->
          new Mapped(
              Code.INVALID_ARGUMENT, "NOT_HONOURED_YET", violations(field, "is not supported yet"));
      case Refusal.TooMany(var field, var what, var limit) ->
          new Mapped(
              Code.INVALID_ARGUMENT, "TOO_MANY", tooMany(field, "at most " + limit + " " + what));
      case Refusal.NotFound(_, var what, var id) ->
          new Mapped(Code.NOT_FOUND, "NOT_FOUND", List.of(resource(what, id, refusal.message())));
      case Refusal.AlreadyExists(_, var what, var id, var why) ->
          new Mapped(Code.ALREADY_EXISTS, "ALREADY_EXISTS", List.of(resource(what, id, why)));
      case Refusal.Conflict(_, var what, var why) ->
          new Mapped(Code.FAILED_PRECONDITION, "CONFLICT", List.of(precondition(what, why)));
      case Refusal.Unimplemented _ ->
          new Mapped(Code.UNIMPLEMENTED, "NOT_IMPLEMENTED_YET", List.of());
      case Refusal.Unavailable _ -> new Mapped(Code.UNAVAILABLE, "UNAVAILABLE", List.of(retry()));
    };
  }

  private static List<Message> violations(String field, String why) {
    return field.isEmpty() ? List.of() : List.of(badRequest(field, why));
  }

  private static List<Message> tooMany(String field, String why) {
    var details = new ArrayList<>(violations(field, why));
    details.add(
        QuotaFailure.newBuilder()
            .addViolations(
                QuotaFailure.Violation.newBuilder().setSubject(field).setDescription(why))
            .build());
    return details;
  }

  private static BadRequest badRequest(String field, String why) {
    return BadRequest.newBuilder()
        .addFieldViolations(
            BadRequest.FieldViolation.newBuilder().setField(field).setDescription(why))
        .build();
  }

  private static ResourceInfo resource(String what, String id, String why) {
    return ResourceInfo.newBuilder()
        .setResourceType(what)
        .setResourceName(id)
        .setDescription(why)
        .build();
  }

  private static PreconditionFailure precondition(String what, String why) {
    return PreconditionFailure.newBuilder()
        .addViolations(
            PreconditionFailure.Violation.newBuilder()
                .setType("CONFLICT")
                .setSubject(what)
                .setDescription(why))
        .build();
  }

  private static RetryInfo retry() {
    return RetryInfo.newBuilder()
        .setRetryDelay(Duration.newBuilder().setSeconds(RETRY_SECONDS))
        .build();
  }
}
