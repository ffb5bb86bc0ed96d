package io.longshore.cli;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A refusal of the service as sentences: what is wrong, in which member, and what to do next. The
 * details are {@code google.rpc}'s, as the services' one mapper writes them.
 */
final class Refusals {
  private Refusals() {}

  /** Which exit code a status means. */
  static int exitCode(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED -> ExitCode.UNREACHABLE;
      default -> ExitCode.REFUSED;
    };
  }

  /**
   * The first line says what is wrong, the others what to do.
   *
   * @param command the command that was refused, for where its help is
   */
  static List<String> tell(StatusRuntimeException failure, String command) {
    Status status = failure.getStatus();
    Details details = Details.of(failure);
    var lines = new ArrayList<String>();
    lines.add(sentence(status, details));
    lines.addAll(details.others());
    lines.addAll(next(status.getCode(), details, command));
    lines.replaceAll(Human::oneLine);
    return lines;
  }

  private static String sentence(Status status, Details details) {
    String what = status.getDescription() == null ? "" : status.getDescription();
    if (status.getCode() == Status.Code.UNAVAILABLE) {
      what = details.reason().isEmpty() ? unreachable(status) : what;
    } else if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      what = "no answer within the time given by --call-timeout";
    } else if (!details.field().isEmpty() && !what.contains(details.field())) {
      what = details.field() + ": " + what;
    }
    return (what.isEmpty() ? "the service gave no words" : what)
        + " ("
        + status.getCode().name()
        + ")";
  }

  private static String unreachable(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String why = cause == null ? status.getDescription() : cause.getMessage();
    return "the API cannot be reached: " + (why == null ? "no reason is known" : why);
  }

  private static List<String> next(Status.Code code, Details details, String command) {
    return switch (code) {
      case UNAVAILABLE ->
          details.reason().isEmpty()
              ? List.of(
                  "Start the stack with `longshore up`, or name another API with --endpoint or"
                      + " LONGSHORE_ENDPOINT.")
              : List.of("Try again" + details.retry() + ".");
      case DEADLINE_EXCEEDED ->
          List.of(
              "Whether it was done is not known: look before you try again. A submit with"
                  + " --client-token can be repeated without harm.");
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          details.reason().equals("NOT_HONOURED_YET")
              ? List.of("Leave it out: nothing that is not honoured is dropped in silence.")
              : List.of("See `" + command + " --help`.");
      case NOT_FOUND -> List.of(whereToLook(details.resourceType()));
      case ALREADY_EXISTS ->
          List.of("Take another name, or `longshore describe` what there is and update that.");
      case FAILED_PRECONDITION ->
          List.of(
              "Change that first, or wait until it has changed; `longshore describe` shows it.");
      case UNIMPLEMENTED -> List.of("The README lists what works and what does not yet.");
      case RESOURCE_EXHAUSTED -> List.of("Try again later" + details.retry() + ".");
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          List.of("Ask whoever runs this Longshore for the right to do it.");
      case ABORTED, CANCELLED -> List.of("Try again.");
      case INTERNAL, UNKNOWN, DATA_LOSS, OK ->
          List.of("This is a fault of the service: its log has more.");
    };
  }

  private static String whereToLook(String type) {
    String what = type.toLowerCase(Locale.ROOT);
    if (what.contains("queue")) {
      return "`longshore describe queues` lists those that there are.";
    }
    if (what.contains("environment")) {
      return "`longshore describe environments` lists those that there are.";
    }
    if (what.contains("definition")) {
      return "`longshore describe definitions` lists those that there are.";
    }
    return "`longshore list --queue QUEUE` lists jobs; final ones are forgotten after their"
        + " retention.";
  }

  /** What of a refusal's details is shown; empty where there is none. */
  private record Details(
      String reason, String field, String resourceType, String retry, List<String> others) {

    static Details of(StatusRuntimeException failure) {
      var status = StatusProto.fromThrowable(failure);
      String reason = "";
      String field = "";
      String type = "";
      String retry = "";
      var others = new ArrayList<String>();
      for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
        try {
          if (detail.is(ErrorInfo.class)) {
            reason = detail.unpack(ErrorInfo.class).getReason();
          } else if (detail.is(BadRequest.class)) {
            var violations = detail.unpack(BadRequest.class).getFieldViolationsList();
            field = violations.isEmpty() ? "" : violations.getFirst().getField();
            violations.stream()
                .skip(1)
                .forEach(more -> others.add(more.getField() + ": " + more.getDescription()));
          } else if (detail.is(ResourceInfo.class)) {
            type = detail.unpack(ResourceInfo.class).getResourceType();
          } else if (detail.is(RetryInfo.class)) {
            retry = " in " + detail.unpack(RetryInfo.class).getRetryDelay().getSeconds() + " s";
          } else if (detail.is(PreconditionFailure.class)) {
            detail.unpack(PreconditionFailure.class).getViolationsList().stream()
                .skip(1)
                .forEach(more -> others.add(more.getDescription()));
          }
        } catch (InvalidProtocolBufferException e) {
          others.add("(a detail of type " + detail.getTypeUrl() + " cannot be read)");
        }
      }
      return new Details(reason, field, type, retry, others);
    }
  }
}
