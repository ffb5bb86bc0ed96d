package io.longshore.queue.shell.grpc;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.api.batch.v1.SubmitJobsError;
import io.longshore.api.batch.v1.SubmitJobsResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.wire.Members;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/** Verdicts as answers to calls. */
final class Reply {

  private Reply() {}

  /** Asks for the answer, unless the request holds what this contract does not know. */
  static <R extends Message, T> Uni<T> of(R request, Function<R, Uni<Verdict<T>>> ask) {
    return Members.unknown(request).map(Refusals::<T>fail).orElseGet(() -> of(ask.apply(request)));
  }

  static <R extends Message, T extends Message> Uni<T> of(
      R request, Function<R, Uni<Verdict<Message>>> ask, Class<T> type) {
    return of(request, ask).map(type::cast);
  }

  static <R extends Message, T> Multi<T> stream(R request, Function<R, Multi<T>> ask) {
    return Members.unknown(request)
        .map(why -> Multi.createFrom().<T>failure(Refusals.exception(why)))
        .orElseGet(() -> ask.apply(request));
  }

  static <T extends Message> Uni<T> of(Uni<Verdict<Message>> verdict, Class<T> type) {
    return of(verdict).map(type::cast);
  }

  static <T> Uni<T> of(Uni<Verdict<T>> verdict) {
    return verdict.chain(
        v ->
            switch (v) {
              case Verdict.Accepted<T>(var value) -> Uni.createFrom().item(value);
              case Verdict.Refused<T>(var why) -> Refusals.fail(why);
            });
  }

  static <T> Uni<T> notYet(String operation) {
    return Refusals.fail(new Refusal.Unimplemented(operation));
  }

  /** An answer for each entry of SubmitJobs. */
  static SubmitJobsResponse results(List<Verdict<Message>> verdicts) {
    var response = SubmitJobsResponse.newBuilder();
    for (int i = 0; i < verdicts.size(); i++) {
      var result = response.addResultsBuilder().setIndex(i);
      switch (verdicts.get(i)) {
        case Verdict.Accepted<Message>(var job) -> result.setJob((SubmitJobResponse) job);
        case Verdict.Refused<Message>(var why) -> result.setError(error(why));
      }
    }
    return response.build();
  }

  private static SubmitJobsError error(Refusal refusal) {
    Status status = Refusals.status(refusal);
    return SubmitJobsError.newBuilder()
        .setCode(String.valueOf(Code.forNumber(status.getCode())))
        .setMessage(status.getMessage())
        .setField(refusal.field())
        .build();
  }
}
