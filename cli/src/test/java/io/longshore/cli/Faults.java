package io.longshore.cli;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** Refusals as the services' mapper makes them. */
final class Faults {
  private Faults() {}

  static StatusRuntimeException invalid(String field, String why) {
    return fault(
        Code.INVALID_ARGUMENT,
        "INVALID",
        field + ": " + why,
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder().setField(field).setDescription(why))
            .build());
  }

  static StatusRuntimeException notFound(String what, String id) {
    return fault(
        Code.NOT_FOUND,
        "NOT_FOUND",
        what + " " + id + " not found.",
        ResourceInfo.newBuilder().setResourceType(what).setResourceName(id).build());
  }

  static StatusRuntimeException fault(
      Code code, String reason, String message, Message... details) {
    var status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
    status.addDetails(
        Any.pack(ErrorInfo.newBuilder().setReason(reason).setDomain("longshore.io").build()));
    List.of(details).forEach(detail -> status.addDetails(Any.pack(detail)));
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
