package io.longshore.queue.shell;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.TagResourceRequest;
import io.longshore.api.batch.v1.TagResourceResponse;
import io.longshore.api.batch.v1.UntagResourceRequest;
import io.longshore.api.batch.v1.UntagResourceResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Tags;
import io.longshore.queue.core.Verdict;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.function.Function;

/** Tags behind the gate. */
final class TagDesk {

  private final Arns arns;
  private final Limits.Tagging limits;

  TagDesk(Arns arns, Limits limits) {
    this.arns = arns;
    this.limits = limits.tagging();
  }

  Uni<Work.Done> tag(TagResourceRequest request, Tx tx) {
    return change(
        request.getResourceArn(),
        present -> Tags.add(present, request.getTagsMap(), limits),
        TagResourceResponse.getDefaultInstance(),
        tx);
  }

  Uni<Work.Done> untag(UntagResourceRequest request, Tx tx) {
    return change(
        request.getResourceArn(),
        present -> Tags.remove(present, request.getTagKeysList(), limits),
        UntagResourceResponse.getDefaultInstance(),
        tx);
  }

  private Uni<Work.Done> change(
      String arn,
      Function<Map<String, String>, Verdict<Map<String, String>>> change,
      Message answer,
      Tx tx) {
    var resource = arns.parse(arn);
    if (resource.isEmpty()) {
      return Desks.refuse(
          new Refusal.Invalid("resourceArn", "resourceArn is an ARN of this installation"));
    }
    return Tagged.find(resource.get(), arns, tx)
        .chain(
            found ->
                found
                    .map(tagged -> write(tagged, change.apply(tagged.tags()), answer))
                    .orElseGet(() -> Desks.refuse(new Refusal.NotFound("Resource", arn))));
  }

  private static Uni<Work.Done> write(
      Tagged tagged, Verdict<Map<String, String>> verdict, Message answer) {
    return Desks.answer(
        verdict, tags -> tagged.write().apply(tags).replaceWith(() -> Work.Done.of(answer)));
  }
}
